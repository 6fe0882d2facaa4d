"""The evidence lower bound, and what it is made of.

    log p(x) = E_q[log p(x | z)] - KL(q(z | x) || p(z)) + KL(q(z | x) || p(z | x))
               `-------------- the ELBO -------------'   `------ the gap ------'

Here q(z | x) = N(mu, diag exp(logvar)), p(z) = N(0, I), and p(x | z) tosses a coin for each pixel. Every
value is one for each example; take the mean where you call, and minus where you minimise.
Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014), eq. 1, 3 and 10.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Turn standard normal noise into a draw from N(mu, diag exp(logvar)) that gradients pass through.

        z = mu + exp(logvar / 2) * eps

    The standard deviation is the square root of exp(logvar); a slide that writes `exp(z_log_variance)` here
    scales the noise by the variance. Source: Kingma and Welling (2014), section 2.4.

    Args:
        mu: means, shape (N, Z).
        logvar: log-variances, any real numbers, shape (N, Z).
        eps: standard normal noise, shape (N, Z), or (..., N, Z) for several draws.

    Returns:
        Latents, shape (N, Z) or (..., N, Z).

    Raises:
        ValueError: if mu and logvar differ in shape, or eps does not fit them.

    >>> reparameterize(torch.ones(1, 2), torch.zeros(1, 2), torch.tensor([[0.0, -2.0]]))
    tensor([[ 1., -1.]])
    """
    _require_same_shape(mu, logvar)
    _require_broadcast("mu and eps", mu, eps)
    return mu + (0.5 * logvar).exp() * eps


def gaussian_kl(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL divergence from N(mu, diag exp(logvar)) to N(0, I).

        KL(q || p) = 1/2 sum_k (mu_k^2 + sigma_k^2 - 1 - log sigma_k^2),   sigma_k^2 = exp(logvar_k)

    Source: Kingma and Welling (2014), appendix B.

    Args:
        mu: means, shape (N, Z).
        logvar: log-variances, shape (N, Z).

    Returns:
        One value for each example, in nats, shape (N,).

    Raises:
        ValueError: if mu and logvar differ in shape.

    >>> gaussian_kl(torch.tensor([[0.0, 0.0], [2.0, 0.0]]), torch.zeros(2, 2))
    tensor([0., 2.])
    """
    _require_same_shape(mu, logvar)
    # expm1 keeps what exp(logvar) - 1 would round away near the prior.
    return 0.5 * (mu.square() + torch.expm1(logvar) - logvar).sum(-1)


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    """Log-likelihood of images whose pixels are independent coins.

        log p(x | z) = sum_d x_d log p_d + (1 - x_d) log(1 - p_d),   p = sigmoid(logits)

    For x of 0 and 1 this is a log-probability. For grey pixels in between it is the same expression,
    minus the cross-entropy: not a normalised density, but the loss that is commonly trained on.

    Args:
        x: pixels in [0, 1], shape (N, D).
        logits: log-odds of a one, shape (N, D), or (..., N, D) for several samples of z.

    Returns:
        One value for each example, in nats, at most 0, shape (N,) or (..., N); finite for all finite logits.

    Raises:
        ValueError: if the shapes do not fit, or x leaves [0, 1].

    >>> bernoulli_log_likelihood(torch.tensor([[1.0, 0.0]]), torch.zeros(1, 2))
    tensor([-1.3863])
    """
    _require_broadcast("x and logits", x, logits)
    outside = ~((x >= 0) & (x <= 1))  # so that NaN is outside too
    if outside.any():
        raise ValueError(f"x must be in [0, 1]; got {x[outside][0].item():g}")
    x, logits = torch.broadcast_tensors(x, logits)
    return -functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)


def elbo(x: Tensor, logits: Tensor, mu: Tensor, logvar: Tensor, beta: float = 1.0) -> Tensor:
    """The evidence lower bound of each example, by one sample of z; to be maximised.

        ELBO = log p(x | z) - beta KL(q(z | x) || p(z)),   z ~ q(z | x)

    Only beta = 1 bounds log p(x), in expectation over z. Another beta is the objective of Higgins et al.,
    beta-VAE (2017): a larger one pays more for every nat of the code.

    Args:
        x: pixels in [0, 1], shape (N, D).
        logits: the decoder's answer to the sampled z, shape (N, D).
        mu: means of q, shape (N, Z).
        logvar: log-variances of q, shape (N, Z).
        beta: the weight of the KL, at least 0.

    Returns:
        One value for each example, in nats, shape (N,).

    Raises:
        ValueError: if shapes do not fit, x leaves [0, 1], or beta is negative.

    >>> elbo(torch.ones(1, 2), torch.zeros(1, 2), torch.tensor([[2.0]]), torch.zeros(1, 1))
    tensor([-3.3863])
    """
    if not beta >= 0:
        raise ValueError(f"beta must be at least 0; got {beta}")
    likelihood, kl = bernoulli_log_likelihood(x, logits), gaussian_kl(mu, logvar)
    try:
        return likelihood - beta * kl
    except RuntimeError:
        raise ValueError(
            f"x and mu must have a row for each example; got shapes {tuple(x.shape)} and {tuple(mu.shape)}"
        ) from None


def elbo_monte_carlo(
    x: Tensor,
    encode: Callable[[Tensor], tuple[Tensor, Tensor]],
    decode: Callable[[Tensor], Tensor],
    eps: Tensor,
) -> Tensor:
    """The evidence lower bound with its first term averaged over S samples of z.

        ELBO = 1/S sum_s log p(x | z_s) - KL(q(z | x) || p(z)),   z_s = mu + sigma * eps_s

    Source: Kingma and Welling (2014), eq. 10. The 1/S is missing in a sum on one of the lectures' slides.

    Args:
        x: pixels in [0, 1], shape (N, D).
        encode: from x to (mu, logvar), shapes (N, Z).
        decode: from z (..., Z) to logits (..., D).
        eps: standard normal noise, shape (S, N, Z).

    Returns:
        One value for each example, in nats, shape (N,).

    Raises:
        ValueError: if eps does not have three axes, or a shape does not fit.

    >>> flat = lambda z: torch.zeros(*z.shape[:-1], 3)
    >>> elbo_monte_carlo(torch.ones(1, 3), lambda x: (torch.zeros(1, 2),) * 2, flat, torch.randn(5, 1, 2))
    tensor([-2.0794])
    """
    if eps.ndim != 3 or len(eps) == 0:
        raise ValueError(f"eps must have shape (S, N, Z), S at least 1; got {tuple(eps.shape)}")
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    return bernoulli_log_likelihood(x, logits).mean(0) - gaussian_kl(mu, logvar)


def evidence_decomposition(log_joint: Tensor, q: Tensor) -> tuple[Tensor, Tensor]:
    """Split the evidence of one x into the ELBO and the gap, for a latent with K values.

        log p(x) = sum_k q_k log(p(x, k) / q_k) + KL(q || p(z | x)),   0 log 0 = 0

    Source: Kingma and Welling (2014), eq. 1.

    Args:
        log_joint: log p(x, z = k), finite, shape (K,).
        q: probabilities of k, sum to 1, zeros allowed, shape (K,).

    Returns:
        (elbo, gap), in nats, shapes (); their sum is log p(x), and the gap is 0 where q is the posterior.

    Raises:
        ValueError: if the shapes differ, or q is no distribution.

    >>> elbo, gap = evidence_decomposition(torch.tensor([0.1, 0.3]).log(), torch.tensor([0.25, 0.75]))
    >>> bool(gap.abs() < 1e-6), round((elbo + gap).exp().item(), 4)
    (True, 0.4)
    """
    if log_joint.ndim != 1 or log_joint.shape != q.shape or len(q) == 0:
        raise ValueError(
            f"log_joint and q must both have shape (K,), K at least 1; "
            f"got {tuple(log_joint.shape)} and {tuple(q.shape)}"
        )
    if not bool((q >= 0).all()) or abs(q.sum().item() - 1) > 1e-4:
        raise ValueError(f"q must hold probabilities that sum to 1; got {q.tolist()}")
    log_posterior = log_joint.log_softmax(-1)
    negative_entropy = torch.xlogy(q, q).sum()
    return (q * log_joint).sum() - negative_entropy, negative_entropy - (q * log_posterior).sum()


def _require_same_shape(mu: Tensor, logvar: Tensor) -> None:
    if mu.shape != logvar.shape or mu.ndim == 0:
        raise ValueError(
            f"mu and logvar must have one shape, (N, Z); got {tuple(mu.shape)} and {tuple(logvar.shape)}"
        )


def _require_broadcast(names: str, one: Tensor, other: Tensor) -> None:
    """Sample axes may stand in front of either; the last axis, of latents or pixels, never broadcasts."""
    fits = one.shape[-1:] == other.shape[-1:]
    try:
        torch.broadcast_shapes(one.shape, other.shape)
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError(
            f"{names} must agree in shape, but for sample axes in front; "
            f"got {tuple(one.shape)} and {tuple(other.shape)}"
        )
