"""Estimators of the gradient of an expectation along the parameters of the distribution that z is drawn from.

    grad_phi E_q[f(z)] = E_q[f(z) grad_phi log q_phi(z)]              the score function, or REINFORCE
                       = E_q[(f(z) - b) grad_phi log q_phi(z)]        with a baseline b that does not know z
                       = E_eps[grad_phi f(g_phi(eps))]                the pathwise one, for z = g_phi(eps)

The score function needs values of f only, and serves discrete z too; the pathwise estimator needs the slope
of f and a z that moves smoothly with phi. All return one term for each sample: their mean estimates the
gradient, their spread says how well. Source: Mohamed et al., Monte Carlo Gradient Estimation in Machine
Learning (2020), sections 4, 5 and 7.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def score_function_gradient(f: Tensor, z: Tensor, mu: Tensor, logvar: Tensor) -> tuple[Tensor, Tensor]:
    """The score-function terms for a diagonal Gaussian q = N(mu, diag exp(logvar)).

        f(z_s) grad log q(z_s),   d log q / d mu = (z - mu) / sigma^2
                                  d log q / d logvar = ((z - mu)^2 / sigma^2 - 1) / 2,   sigma^2 = exp(logvar)

    To use a baseline, hand in f - b. Source: Williams, Simple Statistical Gradient-Following Algorithms for
    Connectionist Reinforcement Learning (1992).

    Args:
        f: f(z_s), shape (S,); only values, no gradient passes through it.
        z: draws of q, shape (S, Z).
        mu: means of q, shape (Z,).
        logvar: log-variances of q, shape (Z,).

    Returns:
        (grad_mu, grad_logvar), the term of each sample, shapes (S, Z).

    Raises:
        ValueError: if the shapes do not fit.

    >>> z = torch.tensor([[1.0], [3.0]])
    >>> score_function_gradient(torch.tensor([1.0, 2.0]), z, torch.zeros(1), torch.zeros(1))
    (tensor([[1.],
            [6.]]), tensor([[0.],
            [8.]]))
    """
    _require_samples(f, z, "mu", mu)
    _require_gaussian(mu, logvar)
    f, z, mu, logvar = f.detach(), z.detach(), mu.detach(), logvar.detach()
    std = (0.5 * logvar).exp()
    eps = (z - mu) / std
    return f[:, None] * eps / std, f[:, None] * 0.5 * (eps.square() - 1)


def leave_one_out_baseline(f: Tensor) -> Tensor:
    """For each sample the mean of the others: a baseline for the score function that costs no further sample.

        b_s = 1 / (S - 1) sum_{t != s} f(z_t)

    Given independent samples b_s does not know z_s, so (f_s - b_s) grad log q(z_s) keeps its mean. The mean
    of all would know it: it shrinks the gradient by the factor 1 - 1/S. Source: Kool et al., Buy 4 REINFORCE
    Samples, Get a Baseline for Free! (2019).

    Args:
        f: f(z_s), shape (S,), S at least 2.

    Returns:
        One baseline for each sample, shape (S,).

    Raises:
        ValueError: if f does not have one axis, or fewer than two samples.

    >>> leave_one_out_baseline(torch.tensor([1.0, 2.0, 6.0]))
    tensor([4.0000, 3.5000, 1.5000])
    """
    if f.ndim != 1 or len(f) < 2:
        raise ValueError(f"f must have shape (S,), S at least 2; got {tuple(f.shape)}")
    # About the mean, so that a large value that all share does not cancel in sum - f.
    mean = f.mean()
    return mean - (f - mean) / (len(f) - 1)


def optimal_baseline(f: Tensor, score: Tensor) -> Tensor:
    """The constant baseline of least variance for each parameter, estimated from samples.

        b_p = E[f s_p^2] / E[s_p^2],   s_p = d log q(z) / d phi_p

    It minimises Var[(f - b) s_p] = E[(f - b)^2 s_p^2] - (E[f s_p])^2 over b. Estimated from the very samples
    that it serves, it biases their mean by O(1/S); use others where that matters. Source: Greensmith et al.,
    Variance Reduction Techniques for Gradient Estimates in Reinforcement Learning (2004).

    Args:
        f: f(z_s), shape (S,).
        score: the slopes of log q at the samples, shape (S, P), no column all 0.

    Returns:
        One baseline for each parameter, shape (P,).

    Raises:
        ValueError: if the shapes do not fit, or a column of the score is all 0.

    >>> optimal_baseline(torch.tensor([1.0, 4.0]), torch.tensor([[1.0, 0.0], [1.0, 3.0]]))
    tensor([2.5000, 4.0000])
    """
    if f.ndim != 1 or score.ndim != 2 or len(f) != len(score) or len(f) == 0:
        raise ValueError(
            f"f and score must have shapes (S,) and (S, P); got {tuple(f.shape)} and {tuple(score.shape)}"
        )
    weights = score.detach().square()
    if bool((weights.sum(0) == 0).any()):
        raise ValueError("no column of the score may be all 0; got one that is")
    return (f.detach()[:, None] * weights).sum(0) / weights.sum(0)


def pathwise_gradient(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    """The pathwise terms for a diagonal Gaussian, also called the reparameterization trick.

        z_s = mu + sigma eps_s,   df/dmu = f'(z_s),   df/dlogvar = f'(z_s) sigma eps_s / 2,
        sigma = exp(logvar / 2)

    Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014), section 2.4; Rezende et al. (2014).

    Args:
        f: from z (S, Z) to values (S,), each that of its own row; differentiable.
        mu: means, shape (Z,).
        logvar: log-variances, shape (Z,).
        eps: standard normal noise, shape (S, Z).

    Returns:
        (grad_mu, grad_logvar), the term of each sample, shapes (S, Z).

    Raises:
        ValueError: if the shapes do not fit, or f gives anything but one value for each sample.

    >>> pathwise_gradient(lambda z: z.square().sum(-1), torch.ones(1), torch.zeros(1), torch.tensor([[2.0]]))
    (tensor([[6.]]), tensor([[6.]]))
    """
    _require_gaussian(mu, logvar)
    if eps.ndim != 2 or len(eps) == 0 or eps.shape[1:] != mu.shape:
        raise ValueError(
            f"eps must have shape (S, Z), Z as in mu; got {tuple(eps.shape)} and {tuple(mu.shape)}"
        )
    with torch.enable_grad():
        spread = (0.5 * logvar.detach()).exp() * eps
        z = (mu.detach() + spread).requires_grad_()
        values = f(z)
        if values.shape != eps.shape[:1]:
            raise ValueError(
                f"f must give one value for each of the {len(eps)} samples; got {tuple(values.shape)}"
            )
        (slope,) = torch.autograd.grad(values.sum(), z)
    return slope, 0.5 * slope * spread


def bernoulli_score_gradient(f: Tensor, z: Tensor, logits: Tensor) -> Tensor:
    """The score-function terms for independent coins, q = Bernoulli(sigmoid(logits)).

        f(z_s) (z_s - p),   p = sigmoid(logits),   as d log q(z) / d logit = z - p

    No pathwise estimator rivals it: z = 1[u < p] is flat in p almost everywhere, so its slope says 0 where
    the gradient is not. Source: Williams (1992), on Bernoulli units.

    Args:
        f: f(z_s), shape (S,); only values, no gradient passes through it.
        z: draws of q, zeros and ones, shape (S, Z).
        logits: log-odds of a one, shape (Z,).

    Returns:
        The term of each sample, shape (S, Z).

    Raises:
        ValueError: if the shapes do not fit.

    >>> bernoulli_score_gradient(torch.tensor([3.0, -1.0]), torch.tensor([[1.0], [0.0]]), torch.zeros(1))
    tensor([[1.5000],
            [0.5000]])
    """
    _require_samples(f, z, "logits", logits)
    return f.detach()[:, None] * (z.detach() - logits.detach().sigmoid())


def _require_samples(f: Tensor, z: Tensor, name: str, parameter: Tensor) -> None:
    if f.ndim != 1 or z.shape != (len(f), *parameter.shape) or z.ndim != 2 or z.numel() == 0:
        raise ValueError(
            f"f, z and {name} must have shapes (S,), (S, Z) and (Z,); "
            f"got {tuple(f.shape)}, {tuple(z.shape)} and {tuple(parameter.shape)}"
        )


def _require_gaussian(mu: Tensor, logvar: Tensor) -> None:
    if mu.ndim != 1 or mu.shape != logvar.shape:
        raise ValueError(
            f"mu and logvar must have one shape, (Z,); got {tuple(mu.shape)} and {tuple(logvar.shape)}"
        )
