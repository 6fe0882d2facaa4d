"""Estimates of log p(x) from draws of the latents, and how much the draws are worth.

    p(x) = E_{z ~ p(z)}[p(x | z)] = E_{z ~ q}[p(x, z) / q(z)]

The first form averages over the prior, which seldom proposes a z that explains x; the second over any q that
covers the posterior, and with the posterior itself every draw gives p(x), without variance. The averages are
unbiased for p(x). Their logarithms are not for log p(x): by Jensen's inequality they are too low on average.
Everything stays in log space, where p(x | z) may be as small as it likes.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor


def naive_log_evidence(
    x: Tensor,
    log_likelihood: Callable[[Tensor, Tensor], Tensor],
    n_samples: int,
    n_latent: int,
    generator: torch.Generator | None = None,
) -> Tensor:
    """The logarithm of the naive Monte Carlo estimate of p(x), with new draws of the prior for each example.

        log p(x) ~ log 1/S sum_s p(x | z_s),    z_s ~ N(0, I)

    Args:
        x: examples, shape (N, D).
        log_likelihood: gives log p(x | z), shape (S, N), for x (N, D) and z (S, N, Z).
        n_samples: S, at least 1.
        n_latent: Z, at least 1.
        generator: source of randomness, on the device of x.

    Returns:
        One value for each example, in nats, shape (N,); finite where every p(x | z) underflows.

    Raises:
        ValueError: if n_samples or n_latent is below 1, or x or what log_likelihood gives has another shape.

    >>> flat = lambda x, z: torch.full(z.shape[:2], -1000.0)
    >>> naive_log_evidence(torch.zeros(2, 3), flat, n_samples=4, n_latent=5)
    tensor([-1000., -1000.])
    """
    if n_samples < 1 or n_latent < 1:
        raise ValueError(f"n_samples and n_latent must be at least 1; got {n_samples} and {n_latent}")
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(f"x must have shape (N, D), N at least 1; got {tuple(x.shape)}")
    z = torch.randn(n_samples, len(x), n_latent, generator=generator, dtype=x.dtype, device=x.device)
    log_weights = log_likelihood(x, z)
    if log_weights.shape != z.shape[:2]:
        raise ValueError(
            f"log_likelihood must give shape {tuple(z.shape[:2])}; got {tuple(log_weights.shape)}"
        )
    return log_weights.logsumexp(0) - math.log(n_samples)


def importance_log_evidence(log_joint: Tensor, log_q: Tensor) -> Tensor:
    """The logarithm of the importance-sampling estimate of p(x).

        log p(x) ~ log 1/S sum_s w_s,    w_s = p(x, z_s) / q(z_s),    z_s ~ q

    The weights are not normalised: p(x) is their mean. Any proposal q will do that is above 0 where the
    posterior is; the posterior itself has no variance.

    Args:
        log_joint: log p(x, z_s) at draws z_s of q, shape (S, N).
        log_q: log q(z_s) at the same draws, shape (S, N).

    Returns:
        One value for each example, in nats, shape (N,); differentiable in both.

    Raises:
        ValueError: if the shapes differ or are not (S, N), S at least 1.

    >>> importance_log_evidence(torch.tensor([[0.2], [0.6]]).log(), torch.tensor([[0.5], [1.0]]).log()).exp()
    tensor([0.5000])
    """
    if log_joint.shape != log_q.shape:
        raise ValueError(
            "log_joint and log_q must have one shape, (S, N); "
            f"got {tuple(log_joint.shape)} and {tuple(log_q.shape)}"
        )
    _require_table("log_joint", log_joint)
    return (log_joint - log_q).logsumexp(0) - math.log(len(log_joint))


def effective_sample_size(log_weights: Tensor) -> Tensor:
    """How many equal weights would be worth as much as these.

        ESS = (sum_s w_s)^2 / sum_s w_s^2 = 1 / sum_s v_s^2,    v = softmax(log w)

    It is S where all weights are equal, 1 where one of them outweighs all others, and S / (1 + c) where c is
    the weights' variance over their squared mean. The second form is the same for weights times a constant,
    and so needs no weight that its dtype could not hold.

    Source: Kong, A Note on Importance Sampling using Standardized Weights (1992).

    Args:
        log_weights: log w_s, shape (S, N).

    Returns:
        One number for each column, from 1 to S, shape (N,).

    Raises:
        ValueError: if log_weights is not (S, N), S at least 1.

    >>> effective_sample_size(torch.tensor([[0.0, 1000.0], [0.0, 0.0]]))
    tensor([2., 1.])
    """
    _require_table("log_weights", log_weights)
    return 1 / log_weights.softmax(0).square().sum(0)


def _require_table(name: str, table: Tensor) -> None:
    if table.ndim != 2 or len(table) == 0 or not table.is_floating_point():
        raise ValueError(
            f"{name} must be a floating-point tensor of shape (S, N), S at least 1; "
            f"got {table.dtype} of shape {tuple(table.shape)}"
        )
