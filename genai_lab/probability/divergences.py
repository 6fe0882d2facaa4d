"""The Kullback-Leibler divergence, and the Gaussian nearest to a density in each of its two directions.

    KL(q || p) = E_q[log q(x) - log p(x)]

It is not symmetric. A Gaussian q that minimises the forward KL(p || q) must cover all of p; one that
minimises the reverse KL(q || p) must avoid wherever p is small, and so settles on one mode.
"""

import torch
from torch import Tensor

from genai_lab.probability.covariance import require_covariance


def kl_divergence(q: Tensor, p: Tensor) -> Tensor:
    """KL divergence between two distributions over K outcomes.

        KL(q || p) = sum_k q_k log(q_k / p_k),    0 log 0 = 0

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 1.113.

    Args:
        q: probabilities, shape (..., K), rows sum to 1.
        p: probabilities, shape (..., K), rows sum to 1; the leading dimensions of q and p broadcast.

    Returns:
        One value for each row, in nats, shape (...); +inf where q > 0 = p.

    Raises:
        ValueError: if the shapes do not fit, or a row of q or p is not a distribution.

    >>> kl_divergence(torch.tensor([1.0, 0.0]), torch.tensor([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]))
    tensor([0.6931, 0.0000,    inf])
    """
    if q.ndim == 0 or p.ndim == 0 or q.shape[-1] != p.shape[-1]:
        raise ValueError(
            f"q and p must have shape (..., K) with the same K; got {tuple(q.shape)} and {tuple(p.shape)}"
        )
    _require_distribution("q", q)
    _require_distribution("p", p)
    _require_broadcast(q=q, p=p)
    # xlogy twice, not q log(q / p): the quotient would overflow where p is tiny.
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(-1)


def gaussian_kl_divergence(
    mean_q: Tensor, covariance_q: Tensor, mean_p: Tensor, covariance_p: Tensor
) -> Tensor:
    """KL divergence between two Gaussians with full covariances.

        KL(q || p) = 1/2 [tr(S_p^-1 S_q) + (m_p - m_q)^T S_p^-1 (m_p - m_q) - D + log det S_p - log det S_q]

    Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), eq. A.23.

    Args:
        mean_q: mean m_q, shape (..., D).
        covariance_q: covariance S_q, symmetric and positive definite, shape (..., D, D).
        mean_p: mean m_p, shape (..., D).
        covariance_p: covariance S_p, symmetric and positive definite, shape (..., D, D).

    Returns:
        One value for each pair of Gaussians, in nats, shape (...), the broadcast leading dimensions.

    Raises:
        ValueError: if the shapes do not fit, or a covariance is not symmetric and positive definite.

    >>> zero, one = torch.zeros(1), torch.ones(1, 1)
    >>> gaussian_kl_divergence(zero, one, torch.tensor([[0.0], [1.0], [2.0]]), one)
    tensor([0.0000, 0.5000, 2.0000])
    """
    scale_q = _cholesky("q", mean_q, covariance_q)
    scale_p = _cholesky("p", mean_p, covariance_p)
    if mean_q.shape[-1] != mean_p.shape[-1]:
        raise ValueError(f"q and p must have the same D; got {mean_q.shape[-1]} and {mean_p.shape[-1]}")
    _require_broadcast(q=mean_q[..., 0], p=mean_p[..., 0], S_q=scale_q[..., 0, 0], S_p=scale_p[..., 0, 0])
    # With S = L L^T, tr(S_p^-1 S_q) is the squared norm of L_p^-1 L_q, and log det S is 2 sum log diag L.
    ratio = torch.linalg.solve_triangular(scale_p, scale_q, upper=False)
    shift = torch.linalg.solve_triangular(scale_p, (mean_p - mean_q).unsqueeze(-1), upper=False)
    log_det_ratio = 2 * (_diagonal(scale_p).log().sum(-1) - _diagonal(scale_q).log().sum(-1))
    squared = ratio.square().sum((-2, -1)) + shift.square().sum((-2, -1))
    return 0.5 * (squared - mean_q.shape[-1] + log_det_ratio)


def fit_forward_kl(x: Tensor, log_p: Tensor) -> tuple[Tensor, Tensor]:
    """The Gaussian q that minimises the forward KL(p || q): it has the mean and the variance of p.

        argmin_q KL(p || q):    mean = E_p[x],    std^2 = E_p[(x - mean)^2]

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 10.187. The integrals are
    taken by the trapezoid rule.

    Args:
        x: increasing grid that holds all but a negligible part of p, shape (M,), M >= 3.
        log_p: log-density on the grid, in nats, up to a constant, shape (M,); -inf where p is 0.

    Returns:
        (mean, std), each of shape ().

    Raises:
        ValueError: if x is no increasing grid, or the maximum of log_p is not finite.

    >>> x = torch.linspace(-10, 10, 401, dtype=torch.float64)
    >>> mean, std = fit_forward_kl(x, torch.logaddexp(-0.5 * (x + 2) ** 2, -0.5 * (x - 4) ** 2))
    >>> print(f"{mean:.3f} {std**2:.3f}")
    1.000 10.000
    """
    _require_grid(x, log_p)
    mass = (log_p + _log_widths(x)).softmax(0)
    mean = mass @ x
    return mean, (mass @ (x - mean).square()).sqrt()


def fit_reverse_kl(x: Tensor, log_p: Tensor, *, starts: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """The Gaussian q that minimises the reverse KL(q || p): it settles where p is large, mostly on one mode.

        argmin_q E_q[log q(x) - log p(x)]

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 10.1.2. There is no closed
    form, and there can be several local minima. The integral is a sum over the grid, where q is normalised;
    L-BFGS descends from every start, and the best of the minima that it reaches is returned. Deterministic.

    Args:
        x: increasing grid that holds p and q, with steps well below the std of q, shape (M,), M >= 3.
        log_p: log-density on the grid, in nats, up to a constant, finite, shape (M,).
        starts: rows of (mean, std) to descend from, shape (S, 2); one row finds the local minimum near it. By
            default the forward fit, and every mode of p.

    Returns:
        (mean, std), each of shape ().

    Raises:
        ValueError: if x is no increasing grid, log_p is not finite, a start has no positive std, or the q
            found lies off the grid or between two of its points.

    >>> x = torch.linspace(-10, 10, 401, dtype=torch.float64)
    >>> log_p = torch.logaddexp(-0.5 * (x + 4) ** 2, -0.5 * (x - 4) ** 2 - 1)  # the left mode is the heavier
    >>> mean, std = fit_reverse_kl(x, log_p)
    >>> print(f"{mean:.2f} {std:.2f}")
    -4.00 1.00
    >>> mean, std = fit_reverse_kl(x, log_p, starts=torch.tensor([[3.0, 1.0]]))
    >>> print(f"{mean:.2f} {std:.2f}")
    4.00 1.00
    """
    _require_grid(x, log_p)
    if not log_p.isfinite().all():
        raise ValueError("log_p must be finite, since KL(q || p) = inf where q > 0 = p; got -inf")
    if starts is None:
        starts = _default_starts(x, log_p)
    if starts.ndim != 2 or starts.shape[-1] != 2 or len(starts) == 0:
        raise ValueError(f"starts must have shape (S, 2); got {tuple(starts.shape)}")
    if not (starts.isfinite().all() and (starts[:, 1] > 0).all()):
        raise ValueError(f"starts must be finite, with std above 0; got {starts.tolist()}")
    log_p = (log_p + _log_widths(x)).double().log_softmax(0)
    fits = [_descend(x.double(), log_p, mean, std) for mean, std in starts.double()]
    _, mean, std = min(fits, key=lambda fit: fit[0])
    if not (x[0] < mean < x[-1] and x.diff().min() < std < x[-1] - x[0]):
        raise ValueError(
            f"the grid must hold and resolve q; from {x[0].item():g} to {x[-1].item():g} in steps of "
            f"{x.diff().min().item():g} or more it got a q with mean {mean.item():g} and std {std.item():g}"
        )
    return mean.to(x), std.to(x)


def _descend(x: Tensor, log_mass: Tensor, mean: Tensor, std: Tensor) -> tuple[float, Tensor, Tensor]:
    """Minimise KL(q || p) from one start; return (KL, mean, std)."""
    log_widths = _log_widths(x)
    # The unknowns are in units of the start, so that L-BFGS makes the same steps whatever the unit of x.
    unknown = torch.zeros(2, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [unknown], max_iter=200, tolerance_grad=1e-10, tolerance_change=1e-14, line_search_fn="strong_wolfe"
    )

    def gaussian() -> tuple[Tensor, Tensor]:
        return mean + std * unknown[0], std * unknown[1].exp()

    def divergence() -> Tensor:
        m, s = gaussian()
        log_q = (log_widths - 0.5 * ((x - m) / s).square()).log_softmax(0)
        return (log_q.exp() * (log_q - log_mass)).sum()

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = divergence()
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        return divergence().item(), *gaussian()


def _default_starts(x: Tensor, log_p: Tensor) -> Tensor:
    """The forward fit, and at each mode of p a share of its std."""
    mean, std = fit_forward_kl(x, log_p)
    below = log_p.new_full((1,), -torch.inf)
    padded = torch.cat([below, log_p, below])
    modes = x[(log_p > padded[:-2]) & (log_p >= padded[2:])]
    at_modes = torch.stack([modes, (std / len(modes)).expand(len(modes))], dim=-1)
    return torch.cat([torch.stack([mean, std])[None], at_modes])


def _log_widths(x: Tensor) -> Tensor:
    """Log of the width that the trapezoid rule gives to each point of the grid."""
    half = 0.5 * x.diff()
    end = half.new_zeros(1)
    return (torch.cat([half, end]) + torch.cat([end, half])).log()


def _diagonal(matrix: Tensor) -> Tensor:
    return matrix.diagonal(dim1=-2, dim2=-1)


def _cholesky(name: str, mean: Tensor, covariance: Tensor) -> Tensor:
    size = mean.shape[-1] if mean.ndim else 0
    if size == 0 or covariance.shape[-2:] != (size, size):
        raise ValueError(
            f"mean_{name} must have shape (..., D) and covariance_{name} (..., D, D); "
            f"got {tuple(mean.shape)} and {tuple(covariance.shape)}"
        )
    require_covariance(covariance, f"covariance_{name}")
    return torch.linalg.cholesky(covariance)


def _require_distribution(name: str, probabilities: Tensor) -> None:
    if not probabilities.is_floating_point() or probabilities.numel() == 0:
        raise ValueError(
            f"{name} must hold probabilities, in a floating-point dtype; "
            f"got {probabilities.dtype} of shape {tuple(probabilities.shape)}"
        )
    if not (probabilities >= 0).all():
        raise ValueError(f"{name} must be at least 0 everywhere; got {probabilities.min().item():g}")
    total = probabilities.sum(-1)
    wrong = (total - 1).abs() > 1e-4
    if wrong.any():
        raise ValueError(f"each row of {name} must sum to 1; got a sum of {total[wrong][0].item():g}")


def _require_broadcast(**tensors: Tensor) -> None:
    shapes = [tuple(tensor.shape) for tensor in tensors.values()]
    try:
        torch.broadcast_shapes(*shapes)
    except RuntimeError:
        raise ValueError(
            f"the leading dimensions of {', '.join(tensors)} must broadcast; got {shapes}"
        ) from None


def _require_grid(x: Tensor, log_p: Tensor) -> None:
    if x.ndim != 1 or len(x) < 3 or x.shape != log_p.shape:
        raise ValueError(
            "x and log_p must have the same shape (M,), M >= 3; "
            f"got {tuple(x.shape)} and {tuple(log_p.shape)}"
        )
    if not (x.isfinite().all() and (x.diff() > 0).all()):
        raise ValueError(f"x must be finite and increase; got a smallest step of {x.diff().min().item():g}")
    if not log_p.max().isfinite():
        raise ValueError(f"log_p must have a finite maximum; got {log_p.max().item():g}")
