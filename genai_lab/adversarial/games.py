"""The smallest game that goes round in circles.

    min_x max_y  f(x, y) = x y

Its only equilibrium is (0, 0): there neither player gains by moving alone. Each follows its own gradient,
x downhill with slope y and y uphill with slope x, and the step is linear in the point, so that
the eigenvalues of a 2 x 2 matrix say what becomes of it:

    simultaneous    both move at once      |lambda| = sqrt(1 + lr^2): spirals outwards at any step size
    alternating     y sees where x went    |lambda| = 1 for 0 < lr < 2: goes round for ever

Source: Goodfellow, NIPS 2016 Tutorial: Generative Adversarial Networks (2016), an exercise on this game;
Mescheder et al., Which Training Methods for GANs do actually Converge? (2018), section 2, where the same
happens to the Dirac-GAN.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def value(point: Tensor) -> Tensor:
    """The value of the game, which x minimises and y maximises.

        f(x, y) = x y

    Args:
        point: the two players' choices (x, y), shape (..., 2).

    Returns:
        f, shape (...).

    Raises:
        ValueError: if the last axis is not of length 2.

    >>> value(torch.tensor([3.0, 2.0]))
    tensor(6.)
    """
    x, y = _players(point)
    return x * y


def simultaneous_step(point: Tensor, lr: float) -> Tensor:
    """Both players step at once, each along its own gradient.

        x' = x - lr y,    y' = y + lr x

    Args:
        point: (x, y), shape (..., 2).
        lr: the step size, above 0.

    Returns:
        (x', y'), shape (..., 2).

    Raises:
        ValueError: if the last axis is not of length 2 or lr is not above 0.

    >>> simultaneous_step(torch.tensor([1.0, 1.0]), 0.5)
    tensor([0.5000, 1.5000])
    """
    _require_rate(lr)
    x, y = _players(point)
    return torch.stack([x - lr * y, y + lr * x], dim=-1)


def alternating_step(point: Tensor, lr: float) -> Tensor:
    """First x steps, then y, who sees where x went.

        x' = x - lr y,    y' = y + lr x'

    Args:
        point: (x, y), shape (..., 2).
        lr: the step size, above 0.

    Returns:
        (x', y'), shape (..., 2).

    Raises:
        ValueError: if the last axis is not of length 2 or lr is not above 0.

    >>> alternating_step(torch.tensor([1.0, 1.0]), 0.5)
    tensor([0.5000, 1.2500])
    """
    _require_rate(lr)
    x, y = _players(point)
    x = x - lr * y
    return torch.stack([x, y + lr * x], dim=-1)


def simultaneous_matrix(lr: float) -> Tensor:
    """The matrix of the simultaneous step.

        A = [[1, -lr], [lr, 1]],    eigenvalues 1 +- i lr,    |lambda| = sqrt(1 + lr^2) > 1

    Args:
        lr: the step size, above 0.

    Returns:
        A with point' = A point, shape (2, 2), float64.

    Raises:
        ValueError: if lr is not above 0.

    >>> torch.linalg.eigvals(simultaneous_matrix(0.75)).abs()
    tensor([1.2500, 1.2500], dtype=torch.float64)
    """
    _require_rate(lr)
    return torch.tensor([[1.0, -lr], [lr, 1.0]], dtype=torch.float64)


def alternating_matrix(lr: float) -> Tensor:
    """The matrix of the alternating step.

        A = [[1, -lr], [lr, 1 - lr^2]],    det A = 1,    trace A = 2 - lr^2

    For 0 < lr < 2 the eigenvalues are a conjugate pair with product 1, so that |lambda| = 1.

    Args:
        lr: the step size, above 0.

    Returns:
        A with point' = A point, shape (2, 2), float64.

    Raises:
        ValueError: if lr is not above 0.

    >>> torch.linalg.det(alternating_matrix(0.75))
    tensor(1., dtype=torch.float64)
    """
    _require_rate(lr)
    return torch.tensor([[1.0, -lr], [lr, 1.0 - lr**2]], dtype=torch.float64)


def trajectory(step: Callable[[Tensor, float], Tensor], start: Tensor, lr: float, n_steps: int) -> Tensor:
    """The points that a game passes, its start included.

        point_0 = start,    point_{t+1} = step(point_t, lr)

    Args:
        step: `simultaneous_step`, `alternating_step`, or another of that form.
        start: (x, y), shape (..., 2).
        lr: the step size.
        n_steps: how many steps, at least 1.

    Returns:
        The points, shape (n_steps + 1, ..., 2).

    Raises:
        ValueError: if n_steps is below 1, or the step refuses its arguments.

    >>> trajectory(simultaneous_step, torch.tensor([1.0, 0.0]), 0.5, 2)
    tensor([[1.0000, 0.0000],
            [1.0000, 0.5000],
            [0.7500, 1.0000]])
    """
    if n_steps < 1:
        raise ValueError(f"n_steps must be at least 1; got {n_steps}")
    points = [start]
    for _ in range(n_steps):
        points.append(step(points[-1], lr))
    return torch.stack(points)


def _players(point: Tensor) -> tuple[Tensor, Tensor]:
    if point.ndim == 0 or point.shape[-1] != 2:
        raise ValueError(f"point must have shape (..., 2); got {tuple(point.shape)}")
    return point[..., 0], point[..., 1]


def _require_rate(lr: float) -> None:
    if not 0 < lr < float("inf"):
        raise ValueError(f"lr must be above 0 and finite; got {lr}")
