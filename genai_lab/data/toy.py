"""Points in the unit square: what a generative model is tried on first.

    ring, grid      equal-weight mixtures of round Gaussians, with their exact density
    pinwheel        Gaussian arms bent around the centre, with its exact density
    two_moons, swiss_roll      curves with Gaussian noise

Every curve and every centre keeps a distance of at least 7.5 standard deviations from the border. A draw
leaves the square only if its noise is longer than that: a chance of at most exp(-7.5^2 / 2) = 6.1e-13 in the
plane. Nothing is cut off, and a larger std raises ValueError, so that the densities are exact.
"""

import math

import torch
from torch import Tensor

_SAFE_STDS = 7.5
_RING_RADIUS = 0.35
_RING_STD = 0.02
_GRID_STD = 0.01
_PINWHEEL_RADIUS = 0.24
_PINWHEEL_STDS = (0.034, 0.018)  # along an arm, across it
_PINWHEEL_TWIST = 7.0  # radians for each unit of radius


def ring_centers(*, n_modes: int = 8) -> Tensor:
    """Centres of the ring, evenly spaced on the circle of radius 0.35 around (0.5, 0.5).

    Args:
        n_modes: how many, at least 1.

    Returns:
        Shape (n_modes, 2), float32, counter-clockwise from the right.

    Raises:
        ValueError: if n_modes is below 1.

    >>> ring_centers(n_modes=2)[0]
    tensor([0.8500, 0.5000])
    """
    _require_count("n_modes", n_modes)
    return 0.5 + _RING_RADIUS * _direction(_turns(n_modes))


def ring(
    n: int, *, n_modes: int = 8, std: float = _RING_STD, generator: torch.Generator | None = None
) -> Tensor:
    """Draws from a ring of Gaussians.

        k ~ Uniform{1 ... n_modes},    x ~ N(center_k, std^2 I)

    Args:
        n: how many draws, at least 1.
        n_modes: how many Gaussians, at least 1.
        std: of each, in (0, 0.02].
        generator: source of randomness; the draws live on its device.

    Returns:
        Points in the unit square, shape (n, 2), float32.

    Raises:
        ValueError: if an argument leaves its range.

    >>> ring(5).shape
    torch.Size([5, 2])
    """
    centers = ring_centers(n_modes=n_modes)
    _require_std(std, 0.5 - _RING_RADIUS)
    return _draw_round_mixture(n, centers, std, generator)


def ring_log_prob(x: Tensor, *, n_modes: int = 8, std: float = _RING_STD) -> Tensor:
    """Exact log-density of `ring`.

        log p(x) = log (1/n_modes) sum_k N(x; center_k, std^2 I)

    Args:
        x: points, shape (N, 2).
        n_modes: how many Gaussians, at least 1.
        std: of each, in (0, 0.02].

    Returns:
        One value for each point, in nats, shape (N,), in the dtype of x.

    Raises:
        ValueError: if x has another shape or dtype, or an argument leaves its range.

    >>> ring_log_prob(torch.tensor([[0.85, 0.5]])).item() == ring_log_prob(torch.tensor([[0.15, 0.5]])).item()
    True
    """
    centers = ring_centers(n_modes=n_modes)
    _require_std(std, 0.5 - _RING_RADIUS)
    return _round_mixture_log_prob(x, centers, std)


def grid_centers(*, n_side: int = 5) -> Tensor:
    """Centres of the grid, evenly spaced in rows and columns.

        center_ij = ((i + 1/2) / n_side, (j + 1/2) / n_side),    0 <= i, j < n_side

    Args:
        n_side: centres along each side, at least 1.

    Returns:
        Shape (n_side * n_side, 2), float32.

    Raises:
        ValueError: if n_side is below 1.

    >>> grid_centers(n_side=2)[0]
    tensor([0.2500, 0.2500])
    """
    _require_count("n_side", n_side)
    line = (torch.arange(n_side) + 0.5) / n_side
    return torch.cartesian_prod(line, line)


def grid(
    n: int, *, n_side: int = 5, std: float = _GRID_STD, generator: torch.Generator | None = None
) -> Tensor:
    """Draws from a square grid of Gaussians.

        k ~ Uniform{1 ... n_side^2},    x ~ N(center_k, std^2 I)

    Args:
        n: how many draws, at least 1.
        n_side: Gaussians along each side, at least 1.
        std: of each, in (0, 1 / (15 n_side)].
        generator: source of randomness; the draws live on its device.

    Returns:
        Points in the unit square, shape (n, 2), float32.

    Raises:
        ValueError: if an argument leaves its range.

    >>> grid(5).shape
    torch.Size([5, 2])
    """
    centers = grid_centers(n_side=n_side)
    _require_std(std, 0.5 / n_side)
    return _draw_round_mixture(n, centers, std, generator)


def grid_log_prob(x: Tensor, *, n_side: int = 5, std: float = _GRID_STD) -> Tensor:
    """Exact log-density of `grid`.

        log p(x) = log (1/n_side^2) sum_k N(x; center_k, std^2 I)

    Args:
        x: points, shape (N, 2).
        n_side: Gaussians along each side, at least 1.
        std: of each, in (0, 1 / (15 n_side)].

    Returns:
        One value for each point, in nats, shape (N,), in the dtype of x.

    Raises:
        ValueError: if x has another shape or dtype, or an argument leaves its range.

    >>> grid_log_prob(torch.tensor([[0.5, 0.5]]), n_side=1, std=0.05)  # -log(2 pi 0.05^2)
    tensor([4.1536])
    """
    centers = grid_centers(n_side=n_side)
    _require_std(std, 0.5 / n_side)
    return _round_mixture_log_prob(x, centers, std)


def pinwheel(n: int, *, n_arms: int = 5, generator: torch.Generator | None = None) -> Tensor:
    """Draws from a pinwheel: Gaussian arms, bent by a turn about the centre that grows with the radius.

        k ~ Uniform{0 ... n_arms - 1},    y ~ N((0.24, 0), diag(0.034^2, 0.018^2))
        x = (0.5, 0.5) + R(2 pi k / n_arms + 7 |y|) y,    R(a) a rotation by the angle a

    Source: after Johnson et al., Composing graphical models with neural networks (2016), figure 1. There the
    angle grows exponentially with y_1; here it depends on the radius |y| alone, so that areas are kept.

    Args:
        n: how many draws, at least 1.
        n_arms: how many arms, at least 1.
        generator: source of randomness; the draws live on its device.

    Returns:
        Points in the unit square, shape (n, 2), float32.

    Raises:
        ValueError: if n or n_arms is below 1.

    >>> pinwheel(5).shape
    torch.Size([5, 2])
    """
    _require_count("n_arms", n_arms)
    noise = _noise(n, generator)
    y = noise * noise.new_tensor(_PINWHEEL_STDS) + noise.new_tensor([_PINWHEEL_RADIUS, 0.0])
    arm = _turns(n_arms).to(y)[_choice(n, n_arms, generator)]
    return 0.5 + _rotate(y, arm + _PINWHEEL_TWIST * y.norm(dim=-1))


def pinwheel_log_prob(x: Tensor, *, n_arms: int = 5) -> Tensor:
    """Exact log-density of `pinwheel`.

        log p(x) = log (1/n_arms) sum_k N(y_k; (0.24, 0), diag(0.034^2, 0.018^2))
        y_k = R(-2 pi k / n_arms - 7 |x - c|) (x - c),    c = (0.5, 0.5)

    In polar coordinates the bend adds to the angle what depends on the radius alone: its Jacobian is 1.

    Args:
        x: points, shape (N, 2).
        n_arms: how many arms, at least 1.

    Returns:
        One value for each point, in nats, shape (N,), in the dtype of x.

    Raises:
        ValueError: if x has another shape or dtype, or n_arms is below 1.

    >>> center, on_an_arm = pinwheel_log_prob(torch.cat([torch.full((1, 2), 0.5), pinwheel(1)]))
    >>> (center < on_an_arm).item()
    True
    """
    _require_points(x)
    _require_count("n_arms", n_arms)
    centered = x - 0.5
    angle = _turns(n_arms).to(x) + _PINWHEEL_TWIST * centered.norm(dim=-1, keepdim=True)
    y = _rotate(centered.unsqueeze(1), -angle)
    stds = x.new_tensor(_PINWHEEL_STDS)
    z = (y - x.new_tensor([_PINWHEEL_RADIUS, 0.0])) / stds
    return _equal_mixture(-0.5 * z.square().sum(-1) - stds.log().sum() - math.log(2 * math.pi))


def two_moons(n: int, *, std: float = 0.015, generator: torch.Generator | None = None) -> Tensor:
    """Draws from two interleaved half circles with Gaussian noise.

        t ~ Uniform[0, pi],    upper (cos t, sin t) or lower (1 - cos t, 1/2 - sin t), each with chance 1/2
        x = (0.5, 0.5) + (0.7/3) (moon - (0.5, 0.25)) + std * noise

    Source: scikit-learn's `make_moons`, with the moon and t drawn at random and moved into the unit square.

    Args:
        n: how many draws, at least 1.
        std: of the noise, in (0, 0.02].
        generator: source of randomness; the draws live on its device.

    Returns:
        Points in the unit square, shape (n, 2), float32.

    Raises:
        ValueError: if an argument leaves its range.

    >>> two_moons(5).shape
    torch.Size([5, 2])
    """
    _require_std(std, 0.15)
    noise = _noise(n, generator)
    upper = _direction(math.pi * _uniform(n, generator))
    lower = noise.new_tensor([1.0, 0.5]) - upper
    moon = torch.where(_choice(n, 2, generator).bool().unsqueeze(-1), upper, lower)
    return 0.5 + 0.7 / 3 * (moon - noise.new_tensor([0.5, 0.25])) + std * noise


def swiss_roll(n: int, *, std: float = 0.01, generator: torch.Generator | None = None) -> Tensor:
    """Draws from a spiral of one and a half turns to a radius of 0.35, with Gaussian noise.

        t ~ Uniform[3/2 pi, 9/2 pi],    x = (0.5, 0.5) + 0.35 t / (9/2 pi) (cos t, sin t) + std * noise

    Source: the plane of scikit-learn's `make_swiss_roll` in which it is rolled up, in the unit square.

    Args:
        n: how many draws, at least 1.
        std: of the noise, in (0, 0.02].
        generator: source of randomness; the draws live on its device.

    Returns:
        Points in the unit square, shape (n, 2), float32.

    Raises:
        ValueError: if an argument leaves its range.

    >>> swiss_roll(5).shape
    torch.Size([5, 2])
    """
    _require_std(std, 0.15)
    noise = _noise(n, generator)
    t = 1.5 * math.pi * (1 + 2 * _uniform(n, generator))
    return 0.5 + 0.35 / (4.5 * math.pi) * t.unsqueeze(-1) * _direction(t) + std * noise


def _draw_round_mixture(n: int, centers: Tensor, std: float, generator: torch.Generator | None) -> Tensor:
    noise = _noise(n, generator)
    return centers.to(noise)[_choice(n, len(centers), generator)] + std * noise


def _round_mixture_log_prob(x: Tensor, centers: Tensor, std: float) -> Tensor:
    _require_points(x)
    z = (x.unsqueeze(1) - centers.to(x)) / std
    return _equal_mixture(-0.5 * z.square().sum(-1) - math.log(2 * math.pi * std**2))


def _equal_mixture(log_prob: Tensor) -> Tensor:
    return log_prob.logsumexp(-1) - math.log(log_prob.shape[-1])


def _turns(k: int) -> Tensor:
    """Angles that split the full turn into k."""
    return torch.arange(k) * (2 * math.pi / k)


def _direction(angle: Tensor) -> Tensor:
    return torch.stack([angle.cos(), angle.sin()], dim=-1)


def _rotate(x: Tensor, angle: Tensor) -> Tensor:
    cos, sin = angle.cos(), angle.sin()
    return torch.stack([cos * x[..., 0] - sin * x[..., 1], sin * x[..., 0] + cos * x[..., 1]], dim=-1)


def _noise(n: int, generator: torch.Generator | None) -> Tensor:
    _require_count("n", n)
    return torch.randn(n, 2, generator=generator, device=_device(generator))


def _uniform(n: int, generator: torch.Generator | None) -> Tensor:
    return torch.rand(n, generator=generator, device=_device(generator))


def _choice(n: int, k: int, generator: torch.Generator | None) -> Tensor:
    return torch.randint(k, (n,), generator=generator, device=_device(generator))


def _device(generator: torch.Generator | None) -> torch.device | None:
    return None if generator is None else generator.device


def _require_count(name: str, count: int) -> None:
    if count < 1:
        raise ValueError(f"{name} must be at least 1; got {count}")


def _require_std(std: float, margin: float) -> None:
    largest = margin / _SAFE_STDS
    if not 0 < std <= largest * (1 + 1e-9):
        raise ValueError(f"std must be in (0, {largest:.4g}] to keep draws in the unit square; got {std}")


def _require_points(x: Tensor) -> None:
    if x.ndim != 2 or x.shape[1] != 2 or not x.is_floating_point():
        raise ValueError(
            f"x must have shape (N, 2) and a floating-point dtype; got {tuple(x.shape)}, {x.dtype}"
        )
