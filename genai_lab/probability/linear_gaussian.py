"""The linear-Gaussian latent-variable model, in which everything that inference asks for is known exactly.

    z ~ N(0, I),    x given z ~ N(W z + b, s^2 I)

Here W is `weight`, b is `bias` and s is `noise_std`; every function takes the three in this order. This is
probabilistic PCA. Both p(x) and p(z | x) are Gaussian, so that an estimate of either can be held against
the truth, a bound against what it bounds, and a stochastic gradient against its mean.
Source: Tipping and Bishop, Probabilistic Principal Component Analysis (1999).

All rests on the posterior's precision, M = I + W^T W / s^2, shape (Z, Z): nothing is as large as (D, D).
"""

import math

import torch
from torch import Tensor

_LOG_2_PI = math.log(2 * math.pi)


def linear_gaussian_log_prob(x: Tensor, weight: Tensor, bias: Tensor, noise_std: float) -> Tensor:
    """The exact log-density of each example, the latents integrated out.

        log p(x) = log N(x | b, W W^T + s^2 I) = log p(x, m) - log p(m | x),    m = E[z | x]

    The second form is Bayes' rule at the posterior's mean, where log p(m | x) is 1/2 log |M| - Z/2 log 2 pi.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 12.35 and 12.36.

    Args:
        x: examples, shape (N, D).
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        One value for each example, in nats, shape (N,); differentiable in every tensor.

    Raises:
        ValueError: if a shape or dtype does not fit, or noise_std is not above 0 and finite.

    >>> linear_gaussian_log_prob(torch.zeros(1, 2), torch.zeros(2, 1), torch.zeros(2), 1.0)
    tensor([-1.8379])
    """
    _require_model(weight, bias, noise_std, x)
    factor = torch.linalg.cholesky(_precision(weight, noise_std))
    mean = _posterior_mean(x, weight, bias, noise_std, factor)
    log_posterior = factor.diagonal().log().sum() - 0.5 * weight.shape[1] * _LOG_2_PI
    return linear_gaussian_log_joint(x, mean, weight, bias, noise_std) - log_posterior


def linear_gaussian_posterior(
    x: Tensor, weight: Tensor, bias: Tensor, noise_std: float
) -> tuple[Tensor, Tensor]:
    """The exact posterior of the latents, a Gaussian with the same covariance for every x.

        p(z | x) = N(z | M^-1 W^T (x - b) / s^2, M^-1),    M = I + W^T W / s^2

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 12.41 and 12.42;
    its M is s^2 times ours.

    Args:
        x: examples, shape (N, D).
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        (mean, covariance), shapes (N, Z) and (Z, Z).

    Raises:
        ValueError: as `linear_gaussian_log_prob`.

    >>> linear_gaussian_posterior(torch.tensor([[2.0]]), torch.ones(1, 1), torch.zeros(1), 1.0)
    (tensor([[1.]]), tensor([[0.5000]]))
    """
    _require_model(weight, bias, noise_std, x)
    factor = torch.linalg.cholesky(_precision(weight, noise_std))
    return _posterior_mean(x, weight, bias, noise_std, factor), torch.cholesky_inverse(factor)


def linear_gaussian_elbo(
    x: Tensor, mu: Tensor, logvar: Tensor, weight: Tensor, bias: Tensor, noise_std: float
) -> Tensor:
    """The evidence lower bound of a diagonal Gaussian q(z) = N(mu, diag v), v = exp(logvar), in closed form.

        ELBO = E_q[log p(x | z)] - KL(q || p(z))
             = -D/2 log(2 pi s^2) - (|x - W mu - b|^2 + sum_k v_k |w_k|^2) / (2 s^2)
               - 1/2 sum_k (mu_k^2 + v_k - 1 - log v_k)

    with w_k the k-th column of W: by uncertainty about z_k the reconstruction moves along w_k.

    Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014), eq. 3; the expectation is worked out.

    Args:
        x: examples, shape (N, D).
        mu: means of q, shape (N, Z).
        logvar: log-variances of q, shape (N, Z).
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        One value for each example, in nats, at most log p(x), shape (N,); differentiable in every tensor.

    Raises:
        ValueError: as `linear_gaussian_log_prob`, or if mu and logvar are not both (N, Z).

    >>> x, mu, logvar = torch.tensor([[2.0]]), torch.tensor([[1.0]]), torch.tensor([[0.5]]).log()
    >>> bound = linear_gaussian_elbo(x, mu, logvar, torch.ones(1, 1), torch.zeros(1), 1.0)
    >>> bool((bound - linear_gaussian_log_prob(x, torch.ones(1, 1), torch.zeros(1), 1.0)).abs() < 1e-6)
    True
    """
    _require_model(weight, bias, noise_std, x)
    if mu.shape != logvar.shape or mu.shape != (len(x), weight.shape[1]):
        raise ValueError(
            f"mu and logvar must have shape {(len(x), weight.shape[1])}, a row for each example; "
            f"got {tuple(mu.shape)} and {tuple(logvar.shape)}"
        )
    spread = logvar.exp() @ weight.square().sum(0) / (2 * noise_std**2)
    # expm1 keeps what exp(logvar) - 1 would round away near the prior.
    kl = 0.5 * (mu.square() + torch.expm1(logvar) - logvar).sum(-1)
    return linear_gaussian_log_likelihood(x, mu, weight, bias, noise_std) - spread - kl


def mean_field_posterior(x: Tensor, weight: Tensor, bias: Tensor, noise_std: float) -> tuple[Tensor, Tensor]:
    """The diagonal Gaussian with the highest ELBO: the one nearest to the posterior in KL(q || p(z | x)).

        mu = E[z | x],    logvar_k = -log M_kk = -log(1 + |w_k|^2 / s^2)

    Its variances are one over the diagonal of the precision M. The posterior's own marginals have the
    diagonal of M^-1, which is never smaller: where latents are correlated, mean field is too sure of each.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 10.1.2.

    Args:
        x: examples, shape (N, D).
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        (mu, logvar), shapes (N, Z) each; all rows of logvar are alike.

    Raises:
        ValueError: as `linear_gaussian_log_prob`.

    >>> mean_field_posterior(torch.tensor([[2.0]]), torch.ones(1, 1), torch.zeros(1), 1.0)
    (tensor([[1.]]), tensor([[-0.6931]]))
    """
    mean, _ = linear_gaussian_posterior(x, weight, bias, noise_std)
    return mean, -torch.log1p(weight.square().sum(0) / noise_std**2).repeat(len(x), 1)


def linear_gaussian_log_likelihood(
    x: Tensor, z: Tensor, weight: Tensor, bias: Tensor, noise_std: float
) -> Tensor:
    """The log-density of x where z is known; sample axes may stand in front.

        log p(x | z) = -D/2 log(2 pi s^2) - |x - W z - b|^2 / (2 s^2)

    Args:
        x: examples, shape (N, D).
        z: latents, shape (..., N, Z), or (..., 1, Z) for latents that all examples share.
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        One value for each example and each draw of z, in nats, shape (..., N).

    Raises:
        ValueError: as `linear_gaussian_log_prob`, or if z does not fit.

    >>> x, z = torch.zeros(3, 2), torch.zeros(5, 1, 1)
    >>> linear_gaussian_log_likelihood(x, z, torch.ones(2, 1), torch.zeros(2), 1.0).shape
    torch.Size([5, 3])
    """
    _require_model(weight, bias, noise_std, x)
    _require_latents(z, weight, x)
    residual = x - bias - z @ weight.T
    scale = len(bias) * (0.5 * _LOG_2_PI + math.log(noise_std))
    return -residual.square().sum(-1) / (2 * noise_std**2) - scale


def linear_gaussian_log_joint(x: Tensor, z: Tensor, weight: Tensor, bias: Tensor, noise_std: float) -> Tensor:
    """The log-density of x and z together; sample axes may stand in front.

        log p(x, z) = log p(x | z) + log N(z | 0, I)

    Args:
        x: examples, shape (N, D).
        z: latents, shape (..., N, Z), or (..., 1, Z) for latents that all examples share.
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        One value for each example and each draw of z, in nats, shape (..., N).

    Raises:
        ValueError: as `linear_gaussian_log_likelihood`.

    >>> linear_gaussian_log_joint(torch.zeros(1, 1), torch.zeros(1, 1), torch.ones(1, 1), torch.zeros(1), 1.0)
    tensor([-1.8379])
    """
    log_prior = -0.5 * (z.square().sum(-1) + z.shape[-1] * _LOG_2_PI)
    return linear_gaussian_log_likelihood(x, z, weight, bias, noise_std) + log_prior


def linear_gaussian_sample(
    n: int, weight: Tensor, bias: Tensor, noise_std: float, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Independent draws of examples and the latents they came from.

        z ~ N(0, I),    x = W z + b + s eps,    eps ~ N(0, I)

    Args:
        n: how many, at least 1.
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.
        generator: source of randomness, on the device of weight.

    Returns:
        (x, z), shapes (n, D) and (n, Z).

    Raises:
        ValueError: if n is below 1, or as `linear_gaussian_log_prob`.

    >>> x, z = linear_gaussian_sample(5, torch.ones(3, 2), torch.zeros(3), 0.1)
    >>> x.shape, z.shape
    (torch.Size([5, 3]), torch.Size([5, 2]))
    """
    _require_model(weight, bias, noise_std)
    if n < 1:
        raise ValueError(f"n must be at least 1; got {n}")
    n_features, n_latent = weight.shape
    noise = torch.randn(
        n, n_latent + n_features, generator=generator, dtype=weight.dtype, device=weight.device
    )
    z, eps = noise.split([n_latent, n_features], dim=1)
    return z @ weight.T + bias + noise_std * eps, z


def naive_relative_variance(x: Tensor, weight: Tensor, bias: Tensor, noise_std: float) -> Tensor:
    """The exact variance of p(x | z) under the prior, in units of p(x)^2: why naive Monte Carlo fails.

        Var_{p(z)}[p(x | z)] / p(x)^2 = E_{p(z)}[p(x | z)^2] / p(x)^2 - 1
        E_{p(z)}[p(x | z)^2] = (4 pi s^2)^(-D/2) N(x | b, W W^T + s^2/2 I)

    because the square of N(x | m, s^2 I) is (4 pi s^2)^(-D/2) N(x | m, s^2/2 I). An average over S draws has
    a relative standard error of the square root of this over S.

    Args:
        x: examples, shape (N, D).
        weight, bias, noise_std: the model, W of shape (D, Z), b of shape (D,), s above 0.

    Returns:
        One number for each example, at least 0, shape (N,); +inf where the dtype cannot hold it.

    Raises:
        ValueError: as `linear_gaussian_log_prob`.

    >>> naive_relative_variance(torch.zeros(1, 1), torch.ones(1, 1), torch.zeros(1), 1.0)
    tensor([0.1547])
    """
    log_evidence = linear_gaussian_log_prob(x, weight, bias, noise_std)
    narrow = linear_gaussian_log_prob(x, weight, bias, noise_std / math.sqrt(2))
    log_second_moment = narrow - 0.5 * len(bias) * math.log(4 * math.pi * noise_std**2)
    return torch.expm1(log_second_moment - 2 * log_evidence)


def _precision(weight: Tensor, noise_std: float) -> Tensor:
    scaled = weight / noise_std
    return torch.eye(weight.shape[1], dtype=weight.dtype, device=weight.device) + scaled.T @ scaled


def _posterior_mean(x: Tensor, weight: Tensor, bias: Tensor, noise_std: float, factor: Tensor) -> Tensor:
    return torch.cholesky_solve(weight.T @ (x - bias).T / noise_std**2, factor).T


def _require_model(weight: Tensor, bias: Tensor, noise_std: float, x: Tensor | None = None) -> None:
    if weight.ndim != 2 or weight.numel() == 0 or bias.shape != weight.shape[:1]:
        raise ValueError(
            "weight and bias must have shapes (D, Z) and (D,); "
            f"got {tuple(weight.shape)} and {tuple(bias.shape)}"
        )
    if not 0 < noise_std < math.inf:
        raise ValueError(f"noise_std must be above 0 and finite; got {noise_std}")
    if x is not None and (x.ndim != 2 or len(x) == 0 or x.shape[1] != len(bias)):
        raise ValueError(f"x must have shape (N, {len(bias)}), N at least 1; got {tuple(x.shape)}")
    dtypes = {tensor.dtype for tensor in (weight, bias, x) if tensor is not None}
    if len(dtypes) > 1 or not weight.is_floating_point():
        raise ValueError(
            "x, weight and bias must have one floating-point dtype; "
            f"got {', '.join(sorted(map(str, dtypes)))}"
        )


def _require_latents(z: Tensor, weight: Tensor, x: Tensor) -> None:
    n_latent = weight.shape[1]
    if z.ndim < 2 or z.shape[-1] != n_latent or z.shape[-2] not in (1, len(x)):
        raise ValueError(
            f"z must have shape (..., {len(x)}, {n_latent}) or (..., 1, {n_latent}); got {tuple(z.shape)}"
        )
