"""The Wasserstein distance: the least work that turns one heap of earth into another.

    W(p, q) = min_{plan >= 0} sum_ij plan_ij cost_ij,    rows of the plan sum to p, columns to q
            = max_f sum_i f_i (p_i - q_i),    f_i - f_j <= distance_ij

The first line is a linear program, and the second its dual where the cost is a distance. Some slides call the
minimum over all plans intractable; for two finite sets of points it is exact and takes milliseconds.

Source: Peyre and Cuturi, Computational Optimal Transport (2019), sections 2.3 and 6.1; Arjovsky et al.,
Wasserstein GAN (2017), eqs. 1 and 2. HiGHS solves both programs, in float64 and without gradients.
"""

import numpy as np
import torch
from scipy import sparse
from scipy.optimize import linprog
from torch import Tensor


def wasserstein_1d(x: Tensor, y: Tensor) -> Tensor:
    """The Wasserstein distance between two samples on the line.

        W = int_0^1 |x_(s) - y_(s)| ds,    x_(s) the sample's quantile at s

    For samples of one size it is the mean of |x_(i) - y_(i)|, both sorted: on the line nothing overtakes.

    Source: Peyre and Cuturi (2019), section 2.6, "1-D case".

    Args:
        x: shape (N,).
        y: shape (M,).

    Returns:
        W, in the unit of x, shape (); gradients flow to x and y.

    Raises:
        ValueError: if x or y is no vector or empty.

    >>> wasserstein_1d(torch.tensor([0.0, 1.0]), torch.tensor([6.0, 5.0]))
    tensor(5.)
    """
    if x.ndim != 1 or y.ndim != 1 or x.numel() == 0 or y.numel() == 0:
        raise ValueError(
            f"x and y must have shapes (N,) and (M,), at least 1; got {tuple(x.shape)} and {tuple(y.shape)}"
        )
    n, m = len(x), len(y)
    # In units of 1 / (n m) both quantile functions are constant between two whole numbers.
    ends = torch.cat([torch.arange(1, n + 1) * m, torch.arange(1, m + 1) * n]).to(x.device).unique()
    widths = ends.diff(prepend=ends.new_zeros(1))
    gaps = x.sort().values[(ends - 1) // m] - y.sort().values[(ends - 1) // n]
    return (widths * gaps.abs()).sum() / (n * m)


def optimal_plan(p: Tensor, q: Tensor, cost: Tensor) -> Tensor:
    """A transport plan of least cost, by linear programming.

        argmin_{plan >= 0} sum_ij plan_ij cost_ij,    sum_j plan_ij = p_i,    sum_i plan_ij = q_j

    Source: Peyre and Cuturi (2019), section 2.3. There can be several such plans; one of them is returned.

    Args:
        p: earth at each of N places, at least 0, shape (N,).
        q: earth wanted at each of M places, at least 0, shape (M,), with the sum of p.
        cost: of moving one unit from i to j, shape (N, M).

    Returns:
        plan_ij, how much goes from i to j, shape (N, M).

    Raises:
        ValueError: if the shapes do not fit, p or q has a negative entry, their sums differ, or a cost is not
            finite.

    >>> p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75])
    >>> optimal_plan(p, q, torch.tensor([[0.0, 1.0], [1.0, 0.0]]))
    tensor([[0.2500, 0.2500],
            [0.0000, 0.5000]])
    """
    _require_masses(p, q)
    n, m = len(p), len(q)
    if cost.shape != (n, m) or not cost.isfinite().all():
        raise ValueError(f"cost must be finite, of shape ({n}, {m}); got {tuple(cost.shape)}")
    supply, demand = _numpy(p), _numpy(q)
    rows = sparse.kron(sparse.eye(n), np.ones((1, m)))
    columns = sparse.kron(np.ones((1, n)), sparse.eye(m))
    # The last column follows from the others; left in, rounding could contradict it.
    constraints = sparse.vstack([rows, columns], format="csr")[:-1]
    solved = linprog(
        _numpy(cost).ravel(), A_eq=constraints, b_eq=np.concatenate([supply, demand])[:-1], method="highs"
    )
    assert solved.success, solved.message
    return torch.from_numpy(solved.x).clamp(min=0).reshape(n, m).to(cost)


def dual_critic(p: Tensor, q: Tensor, distance: Tensor) -> Tensor:
    """The critic that tells p from q best without being steeper than 1.

        argmax_f sum_i f_i (p_i - q_i),    f_i - f_j <= distance_ij for all i, j

    Its value is W(p, q) if the distances obey the triangle inequality. Any constant may be added to f; here
    f_0 = 0.

    Source: Arjovsky et al. (2017), eq. 2; Peyre and Cuturi (2019), section 6.1.

    Args:
        p: probabilities of K places, shape (K,).
        q: probabilities of the same places, shape (K,), with the sum of p.
        distance: between the places, symmetric, 0 on the diagonal, shape (K, K).

    Returns:
        f, shape (K,).

    Raises:
        ValueError: if the shapes do not fit, p or q has a negative entry, their sums differ, or distance is
            not symmetric, finite, at least 0, and 0 on the diagonal.

    >>> distance = torch.tensor([[0.0, 2.0], [2.0, 0.0]])
    >>> dual_critic(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0]), distance)
    tensor([0., 2.])
    """
    _require_masses(p, q)
    k = len(p)
    if len(q) != k or distance.shape != (k, k):
        raise ValueError(
            "p, q and distance must have shapes (K,), (K,) and (K, K); "
            f"got {tuple(p.shape)}, {tuple(q.shape)} and {tuple(distance.shape)}"
        )
    between = _numpy(distance)
    if not np.isfinite(between).all() or (between < 0).any() or between.diagonal().any():
        raise ValueError("distance must be finite, at least 0, and 0 on the diagonal")
    if not np.allclose(between, between.T):
        raise ValueError("distance must be symmetric")
    if k == 1:
        return torch.zeros_like(p)
    i, j = np.nonzero(~np.eye(k, dtype=bool))
    pairs = np.arange(len(i))
    ones = np.ones(len(i))
    steeper = sparse.csr_array(
        (np.concatenate([ones, -ones]), (np.tile(pairs, 2), np.concatenate([i, j]))), shape=(len(i), k)
    )
    solved = linprog(
        _numpy(q) - _numpy(p),
        A_ub=steeper,
        b_ub=between[i, j],
        bounds=[(0, 0)] + [(None, None)] * (k - 1),
        method="highs",
    )
    assert solved.success, solved.message
    return torch.from_numpy(solved.x).to(distance)


def wasserstein(p: Tensor, q: Tensor, cost: Tensor) -> Tensor:
    """The least cost of moving p to q; with a distance as the cost, the Wasserstein distance W1.

        W(p, q) = min_plan sum_ij plan_ij cost_ij

    Args:
        p: earth at each of N places, at least 0, shape (N,).
        q: earth wanted at each of M places, at least 0, shape (M,), with the sum of p.
        cost: of moving one unit from i to j, shape (N, M).

    Returns:
        The least cost, shape ().

    Raises:
        ValueError: where `optimal_plan` does.

    >>> wasserstein(torch.tensor([0.5, 0.5]), torch.tensor([1.0]), torch.tensor([[1.0], [3.0]]))
    tensor(2.)
    """
    return (optimal_plan(p, q, cost) * cost).sum()


def _require_masses(p: Tensor, q: Tensor) -> None:
    if p.ndim != 1 or q.ndim != 1 or p.numel() == 0 or q.numel() == 0:
        raise ValueError(
            f"p and q must be vectors, not empty; got shapes {tuple(p.shape)} and {tuple(q.shape)}"
        )
    for name, masses in (("p", p), ("q", q)):
        if not (masses >= 0).all() or not masses.isfinite().all():
            raise ValueError(f"{name} must be finite and at least 0 everywhere; got {masses.min().item():g}")
    if abs(p.sum().item() - q.sum().item()) > 1e-5 * p.sum().item():
        raise ValueError(f"p and q must have the same sum; got {p.sum().item():g} and {q.sum().item():g}")


def _numpy(values: Tensor) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return values.detach().double().cpu().numpy()
