"""The f-divergences: how far apart two distributions are, and what a critic has to learn to say so.

    D_f(p || q) = E_q[f(p / q)],    f convex on u >= 0,    f(1) = 0
    f*(t) = sup_{u >= 0} t u - f(u)
    D_f(p || q) >= E_p[T] - E_q[f*(T)]   for any T,    equal at T* = f'(p / q)

Source: Nowozin et al., f-GAN (2016), section 2 and the table of the appendix. There the supremum of some rows
runs over all real u: t^2 / 4 + t for Pearson. A ratio of densities is never negative, and over u >= 0 the
supremum is the smaller of the two, -1 for t below -2, so that the bound is the tighter one.

Some rows differ from that table as lectures copy it. Its Jensen-Shannon f gives twice the integral beside
it; ours is half of it, the standard divergence. The integrals of Pearson and Neyman stand in each other's row
there: (u - 1)^2 gives the integral of (p - q)^2 / q.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

Function = Callable[[Tensor], Tensor]


class FDivergence(NamedTuple):
    """A row of the table, each function elementwise.

    f, slope: f(u) and f'(u) for u above 0; at the kink of the total variation the slope is 0.
    conjugate: f*(t), inf above the domain.
    domain: the ends (-inf, upper) between which f* is finite; every f'(u) lies there.
    """

    f: Function
    slope: Function
    conjugate: Function
    domain: tuple[float, float]


def _row(f: Function, slope: Function, conjugate: Function, upper: float = math.inf) -> FDivergence:
    """A row whose conjugate is written for t up to the end of its domain, and is inf beyond."""

    def everywhere(t: Tensor) -> Tensor:
        return torch.where(t <= upper, conjugate(t.clamp(max=upper)), math.inf)

    return FDivergence(f, slope, everywhere if upper < math.inf else conjugate, (-math.inf, upper))


def _jeffrey_conjugate(t: Tensor) -> Tensor:
    """w + 1 / w + t - 2, where w + log w = 1 - t: w is Lambert's W of e^(1 - t), and 1 / w the best u."""
    s = 1 - t
    with torch.no_grad():
        log_w = torch.where(s > 1, s.clamp(min=1).log(), s)
        for _ in range(8):  # Newton from above on a convex, rising function: it never overshoots
            log_w = log_w - (log_w.exp() + log_w - s) / (log_w.exp() + 1)
    # The last step hands on the derivative along t, 1 / w in the end.
    log_w = log_w - (log_w.exp() + log_w - s) / (log_w.exp() + 1)
    return log_w.exp() + (-log_w).exp() + t - 2


TABLE: dict[str, FDivergence] = {
    "total variation": _row(
        lambda u: (u - 1).abs() / 2, lambda u: (u - 1).sign() / 2, lambda t: t.clamp(min=-0.5), 0.5
    ),
    "KL": _row(lambda u: torch.xlogy(u, u), lambda u: 1 + u.log(), lambda t: (t - 1).exp()),
    "reverse KL": _row(lambda u: -u.log(), lambda u: -1 / u, lambda t: -1 - (-t).log(), 0.0),
    "Pearson": _row(
        lambda u: (u - 1).square(), lambda u: 2 * (u - 1), lambda t: (t / 2 + 1).clamp(min=0).square() - 1
    ),
    "Neyman": _row(
        lambda u: (1 - u).square() / u, lambda u: 1 - 1 / u.square(), lambda t: 2 - 2 * (1 - t).sqrt(), 1.0
    ),
    "squared Hellinger": _row(
        lambda u: (u.sqrt() - 1).square(), lambda u: 1 - u.rsqrt(), lambda t: t / (1 - t), 1.0
    ),
    "Jeffrey": _row(lambda u: (u - 1) * u.log(), lambda u: u.log() + 1 - 1 / u, _jeffrey_conjugate),
    "Jensen-Shannon": _row(
        lambda u: (torch.xlogy(u, u) - (u + 1) * ((u + 1) / 2).log()) / 2,
        lambda u: (math.log(2) + logsigmoid(u.log())) / 2,
        # log(2 - e^2t), written so that it keeps its digits near the end of the domain
        lambda t: -(math.log(2) + torch.log(-torch.expm1(2 * t - math.log(2)))) / 2,
        math.log(2) / 2,
    ),
    "GAN": _row(
        lambda u: torch.xlogy(u, u) - (u + 1) * torch.log1p(u),
        lambda u: logsigmoid(u.log()),
        lambda t: -torch.log(-torch.expm1(t)),
        0.0,
    ),
}
"""Every row by its name. "GAN" is no divergence, since f(1) = -log 4; it is 2 JSD - log 4."""


def weighted_jensen_shannon(pi: float) -> FDivergence:
    """The Jensen-Shannon divergence with weights: pi KL(p || m) + (1 - pi) KL(q || m), m = pi p + (1 - pi) q.

        f(u) = pi u log u - (1 - pi + pi u) log(1 - pi + pi u)
        f*(t) = (1 - pi) log((1 - pi) / (1 - pi e^(t / pi))),    t < -pi log pi

    Source: Nowozin et al. (2016), the table of the appendix. At pi = 1/2 it is "Jensen-Shannon".

    Args:
        pi: the weight of p, between 0 and 1.

    Returns:
        A row as in `TABLE`.

    Raises:
        ValueError: if pi is not between 0 and 1.

    >>> half, row = weighted_jensen_shannon(0.5), TABLE["Jensen-Shannon"]
    >>> half.f(torch.tensor(3.0)), row.f(torch.tensor(3.0))
    (tensor(0.2616), tensor(0.2616))
    """
    if not 0 < pi < 1:
        raise ValueError(f"pi must lie between 0 and 1; got {pi}")

    def f(u: Tensor) -> Tensor:
        m = 1 - pi + pi * u
        return pi * torch.xlogy(u, u) - m * m.log()

    def slope(u: Tensor) -> Tensor:
        return pi * (u.log() - (1 - pi + pi * u).log())

    def conjugate(t: Tensor) -> Tensor:
        return (1 - pi) * (math.log(1 - pi) - torch.log(-torch.expm1(t / pi + math.log(pi))))

    return _row(f, slope, conjugate, -pi * math.log(pi))


def alpha_divergence(alpha: float) -> FDivergence:
    """The alpha-divergences, which lead from the reverse KL (alpha to 0) to the KL (alpha to 1) and beyond.

        f(u) = (u^alpha - 1 - alpha (u - 1)) / (alpha (alpha - 1))
        f*(t) = (b^(alpha / (alpha - 1)) - 1) / alpha,    b = 1 + (alpha - 1) t

    For alpha above 1 the supremum is at u = 0 where b is negative, and f* = -1 / alpha; below 1 the domain
    ends at t = 1 / (1 - alpha). alpha = 2 gives half of Pearson's, -1 half of Neyman's, and 1/2 twice the
    squared Hellinger divergence.

    Source: Nowozin et al. (2016), the table of the appendix. The integral there has p and q exchanged.

    Args:
        alpha: any number but 0 and 1.

    Returns:
        A row as in `TABLE`.

    Raises:
        ValueError: if alpha is 0, 1 or not finite.

    >>> alpha_divergence(2.0).f(torch.tensor(3.0)), TABLE["Pearson"].f(torch.tensor(3.0))
    (tensor(2.), tensor(4.))
    """
    if alpha in (0, 1) or not math.isfinite(alpha):
        raise ValueError(f"alpha must be finite, and neither 0 nor 1; got {alpha}")

    def f(u: Tensor) -> Tensor:
        return (u.pow(alpha) - 1 - alpha * (u - 1)) / (alpha * (alpha - 1))

    def slope(u: Tensor) -> Tensor:
        return (u.pow(alpha - 1) - 1) / (alpha - 1)

    def conjugate(t: Tensor) -> Tensor:
        return ((1 + (alpha - 1) * t).clamp(min=0).pow(alpha / (alpha - 1)) - 1) / alpha

    return _row(f, slope, conjugate, math.inf if alpha > 1 else 1 / (1 - alpha))


def f_divergence(p: Tensor, q: Tensor, f: Function) -> Tensor:
    """The f-divergence between two distributions over K outcomes.

        D_f(p || q) = sum_k q_k f(p_k / q_k)

    Source: Nowozin et al. (2016), section 2.1.

    Args:
        p: probabilities, above 0, shape (K,), sum 1.
        q: probabilities, above 0, shape (K,), sum 1.
        f: elementwise, such as `TABLE["KL"].f`.

    Returns:
        The divergence, in nats where f is made of logarithms, shape ().

    Raises:
        ValueError: if the shapes differ, an entry is not above 0, or one of them does not sum to 1.

    >>> p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.9, 0.1])
    >>> f_divergence(p, q, TABLE["total variation"].f)
    tensor(0.4000)
    """
    if p.ndim != 1 or p.shape != q.shape or p.numel() == 0:
        raise ValueError(
            f"p and q must have the same shape (K,), K >= 1; got {tuple(p.shape)} and {tuple(q.shape)}"
        )
    for name, masses in (("p", p), ("q", q)):
        if not (masses > 0).all():
            raise ValueError(f"{name} must be above 0 everywhere; got {masses.min().item():g}")
        if abs(masses.sum().item() - 1) > 1e-4:
            raise ValueError(f"{name} must sum to 1; got a sum of {masses.sum().item():g}")
    return (q * f(p / q)).sum()


def fenchel_conjugate(f: Function, t: Tensor, u: Tensor) -> Tensor:
    """The Fenchel conjugate of f on a grid of points.

        f*(t) ~ max_i t u_i - f(u_i),    never above the supremum over all u

    Source: Nowozin et al. (2016), section 2.2.

    Args:
        f: elementwise.
        t: slopes, shape (T,).
        u: the points, shape (U,).

    Returns:
        One value for each slope, shape (T,).

    Raises:
        ValueError: if t or u is no vector, or there is no point.

    >>> fenchel_conjugate(torch.square, torch.tensor([-2.0, 0.0, 2.0]), torch.linspace(-3, 3, 7))
    tensor([1., 0., 1.])
    """
    if t.ndim != 1 or u.ndim != 1 or u.numel() == 0:
        raise ValueError(
            f"t and u must have shapes (T,) and (U,), U >= 1; got {tuple(t.shape)} and {tuple(u.shape)}"
        )
    return (t[:, None] * u - f(u)).amax(1)


def conjugate(name: str, t: Tensor) -> Tensor:
    """The Fenchel conjugate of a row of the table, in closed form.

        f*(t) = sup_{u >= 0} t u - f(u)

    Source: Nowozin et al. (2016), table 2 and the table of the appendix.

    Args:
        name: a key of `TABLE`.
        t: any shape.

    Returns:
        f*(t), shape of t; inf above the domain.

    Raises:
        ValueError: if there is no row of that name.

    >>> conjugate("KL", torch.tensor([1.0, 2.0]))
    tensor([1.0000, 2.7183])
    """
    return _require_row(name).conjugate(t)


def optimal_critic(name: str, ratio: Tensor) -> Tensor:
    """The critic at which the variational bound is equal to the divergence.

        T*(x) = f'(p(x) / q(x))

    Source: Nowozin et al. (2016), section 2.2.

    Args:
        name: a key of `TABLE`.
        ratio: p / q, above 0, any shape.

    Returns:
        T*, shape of ratio.

    Raises:
        ValueError: if there is no row of that name, or a ratio is not above 0.

    >>> optimal_critic("GAN", torch.tensor([1.0])).exp()  # the log of the optimal discriminator, p / (p + q)
    tensor([0.5000])
    """
    row = _require_row(name)
    if not (ratio > 0).all():
        raise ValueError(f"ratio must be above 0 everywhere; got {ratio.min().item():g}")
    return row.slope(ratio)


def _require_row(name: str) -> FDivergence:
    if name not in TABLE:
        raise ValueError(f"name must be one of {', '.join(TABLE)}; got {name!r}")
    return TABLE[name]
