"""The multivariate Gaussian: density, fit, sampling, marginals and conditionals.

    N(x | mu, Sigma) = (2 pi)^(-D/2) |Sigma|^(-1/2) exp(-(x - mu)^T Sigma^(-1) (x - mu) / 2)

Everything stands on the Cholesky factor, Sigma = L L^T. Its inverse W = L^(-1) whitens: W (x - mu) ~ N(0, I),
so a squared Mahalanobis distance is a sum of squares, and log |Sigma| = -2 sum_j log W_jj. Means of shape
(..., D) and covariances of shape (..., D, D) are a batch of Gaussians; a mixture stands on a batch of K.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from genai_lab.probability.covariance import require_covariance


class Whitening(NamedTuple):
    """What `whitened_log_prob` needs to know about a batch of Gaussians, worked out once for many points."""

    matrix: Tensor  # W, lower triangular, (..., D, D)
    centre: Tensor  # the mean of the means, (D,)
    offset: Tensor  # W (mu - centre), (..., D)
    log_peak: Tensor  # log N(mu | mu, Sigma), (...)


def gaussian_log_prob(x: Tensor, mean: Tensor, covariance: Tensor) -> Tensor:
    """The log-density of each point.

        log N(x | mu, Sigma) = -1/2 (|W (x - mu)|^2 + log |Sigma| + D log 2 pi),    W = L^(-1), Sigma = L L^T

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.43.

    Args:
        x: points, shape (N, D).
        mean: mu, shape (D,), or (..., D) for a batch of Gaussians.
        covariance: Sigma, symmetric positive definite, shape (D, D), or (..., D, D).

    Returns:
        One value for each point, in nats, shape (N,), or (..., N); differentiable in every argument.

    Raises:
        ValueError: if a shape or dtype does not fit, x is empty or not finite, or a covariance is not
            symmetric positive definite.

    >>> gaussian_log_prob(torch.zeros(1, 2), torch.zeros(2), torch.eye(2))
    tensor([-1.8379])
    """
    require_gaussian(mean, covariance)
    require_points(x, like=mean)
    return whitened_log_prob(x, whiten(mean, covariance))


def diagonal_gaussian_log_prob(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    """The log-density of each point under a Gaussian whose features are independent.

        log N(x | mu, diag exp(logvar)) = -1/2 sum_d [(x_d - mu_d)^2 / exp(logvar_d) + logvar_d + log 2 pi]

    Args:
        x: points, shape (..., D).
        mean: mu, shape (..., D).
        logvar: log-variances, shape (..., D); the leading dimensions of all three broadcast.

    Returns:
        One value for each point, in nats, shape (...); differentiable in every argument.

    Raises:
        ValueError: if the last axes differ.

    >>> diagonal_gaussian_log_prob(torch.zeros(3, 2), torch.zeros(2), torch.zeros(2))
    tensor([-1.8379, -1.8379, -1.8379])
    """
    if not x.shape[-1:] == mean.shape[-1:] == logvar.shape[-1:]:
        raise ValueError(
            f"x, mean and logvar must have shape (..., D) with the same D; "
            f"got {tuple(x.shape)}, {tuple(mean.shape)} and {tuple(logvar.shape)}"
        )
    # exp(-logvar / 2) before the square: the quotient of two squares would overflow first.
    scaled = (x - mean) * (-0.5 * logvar).exp()
    return -0.5 * (scaled.square() + logvar + math.log(2 * math.pi)).sum(-1)


def gaussian_mle(x: Tensor) -> tuple[Tensor, Tensor]:
    """The maximum-likelihood mean and covariance.

        mu = (1/N) sum_n x_n,    Sigma = (1/N) sum_n (x_n - mu)(x_n - mu)^T

    The division is by N, not by N - 1. Up to N = D points span no volume: Sigma is then singular, and the
    Gaussian has no density.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.121 and 2.122.

    Args:
        x: points, shape (N, D).

    Returns:
        (mean, covariance), shapes (D,) and (D, D).

    Raises:
        ValueError: if x is empty, not finite, or not a floating-point tensor of shape (N, D).

    >>> gaussian_mle(torch.tensor([[0.0], [2.0]]))
    (tensor([1.]), tensor([[1.]]))
    """
    require_points(x)
    mean = x.mean(0)
    centred = x - mean
    return mean, centred.T @ centred / len(x)


def gaussian_sample(
    n: int, mean: Tensor, covariance: Tensor, generator: torch.Generator | None = None
) -> Tensor:
    """Independent draws.

        x_i = mu + L eps_i,    eps_i ~ N(0, I),    Sigma = L L^T

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 11.1.1.

    Args:
        n: how many draws, at least 1.
        mean: mu, shape (D,).
        covariance: Sigma, symmetric positive definite, shape (D, D).
        generator: source of randomness, on the device of mean.

    Returns:
        The draws, shape (n, D).

    Raises:
        ValueError: if n is below 1, mean is a batch, a shape or dtype does not fit, or the covariance is not
            symmetric positive definite.

    >>> gaussian_sample(5, torch.zeros(2), torch.eye(2)).shape
    torch.Size([5, 2])
    """
    require_gaussian(mean, covariance)
    if mean.ndim != 1:
        raise ValueError(f"mean must have shape (D,); got {tuple(mean.shape)}")
    require_count(n, "n")
    noise = torch.randn(n, len(mean), generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + noise @ torch.linalg.cholesky(covariance).T


def gaussian_marginal(dims: Sequence[int], mean: Tensor, covariance: Tensor) -> tuple[Tensor, Tensor]:
    """The distribution of some of the features, the others integrated out.

        p(x_b) = N(x_b | mu_b, Sigma_bb)

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.98.

    Args:
        dims: b, the features to keep, in the order wanted, each in [0, D).
        mean: mu, shape (D,), or (..., D) for a batch of Gaussians.
        covariance: Sigma, symmetric positive definite, shape (D, D), or (..., D, D).

    Returns:
        (mean, covariance) of the kept features, shapes (..., len(dims)) and (..., len(dims), len(dims)).

    Raises:
        ValueError: if dims is empty, repeats a feature or names one that is not there, a shape or dtype does
            not fit, or a covariance is not symmetric positive definite.

    >>> gaussian_marginal([1], torch.tensor([3.0, 4.0]), torch.tensor([[1.0, 0.5], [0.5, 2.0]]))
    (tensor([4.]), tensor([[2.]]))
    """
    require_gaussian(mean, covariance)
    index = _feature_index(dims, mean)
    return mean[..., index], covariance[..., index[:, None], index]


def gaussian_condition(
    values: Tensor, dims: Sequence[int], mean: Tensor, covariance: Tensor
) -> tuple[Tensor, Tensor]:
    """The distribution of the other features, given the values of some.

        p(x_a | x_b) = N(x_a | mu_a + Sigma_ab Sigma_bb^(-1) (x_b - mu_b),
                               Sigma_aa - Sigma_ab Sigma_bb^(-1) Sigma_ba)

    With the features in the order (b, a), the Cholesky factor is [[L_bb, 0], [L_ab, L_aa]], and the two are
    mu_a + L_ab L_bb^(-1) (x_b - mu_b) and L_aa L_aa^T: no covariances are subtracted, so the result is one.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.81 and 2.82.

    Args:
        values: x_b, shape (len(dims),).
        dims: b, the features that are known, each in [0, D); at least one feature must be left.
        mean: mu, shape (D,), or (..., D) for a batch of Gaussians.
        covariance: Sigma, symmetric positive definite, shape (D, D), or (..., D, D).

    Returns:
        (mean, covariance) of the A = D - len(dims) features left, in their order, shapes (..., A) and
        (..., A, A).

    Raises:
        ValueError: if values and dims do not fit, no feature is left, dims repeats a feature or names one
            that is not there, a shape or dtype does not fit, or a covariance is not symmetric positive
            definite.

    >>> covariance = torch.tensor([[1.0, 0.5], [0.5, 1.0]])
    >>> gaussian_condition(torch.tensor([2.0]), [1], torch.zeros(2), covariance)
    (tensor([1.]), tensor([[0.7500]]))
    """
    require_gaussian(mean, covariance)
    known = _feature_index(dims, mean)
    n_known, n_features = len(known), mean.shape[-1]
    if n_known == n_features:
        raise ValueError(f"dims must leave at least one of the {n_features} features; got {list(dims)}")
    if values.shape != known.shape or values.dtype != mean.dtype or not values.isfinite().all():
        raise ValueError(
            f"values must be finite and {mean.dtype}, one for each of {list(dims)}; "
            f"got {values.tolist()} and {values.dtype}"
        )
    left = torch.tensor([j for j in range(n_features) if j not in set(dims)], device=mean.device)
    order = torch.cat([known, left])
    factor = torch.linalg.cholesky(covariance[..., order[:, None], order])
    surprise = torch.linalg.solve_triangular(
        factor[..., :n_known, :n_known], (values - mean[..., known])[..., None], upper=False
    )
    rest = factor[..., n_known:, n_known:]
    return mean[..., left] + (factor[..., n_known:, :n_known] @ surprise)[..., 0], rest @ rest.mT


def whiten(mean: Tensor, covariance: Tensor) -> Whitening:
    """The part of the log-density that does not depend on x; the input is taken as checked."""
    n_features = mean.shape[-1]
    factor = torch.linalg.cholesky(covariance)
    identity = torch.eye(n_features, dtype=mean.dtype, device=mean.device)
    matrix = torch.linalg.solve_triangular(factor, identity.expand_as(factor), upper=False)
    # W x - W mu would lose the digits that x and mu share; about a common centre few are left to lose.
    centre = mean.reshape(-1, n_features).mean(0)
    offset = (matrix @ (mean - centre)[..., None])[..., 0]
    log_peak = matrix.diagonal(dim1=-2, dim2=-1).log().sum(-1) - 0.5 * n_features * math.log(2 * math.pi)
    return Whitening(matrix, centre, offset, log_peak)


def whitened_log_prob(x: Tensor, whitening: Whitening) -> Tensor:
    """The log-density of points (N, D) under each of a batch of Gaussians, shape (..., N), in nats.

    Points run along the last axis and all Gaussians share one matrix product, which is fast also for D = 2.
    """
    matrix, centre, offset, log_peak = whitening
    n_features = len(centre)
    rows = torch.addmm(offset.reshape(-1, 1), matrix.reshape(-1, n_features), (x - centre).T, beta=-1)
    white = rows.view(*offset.shape, len(x))
    return log_peak[..., None] - 0.5 * white.square().sum(-2)


def require_points(x: Tensor, like: Tensor | None = None) -> None:
    """Raise ValueError unless x is finite, floating-point, (N, D), and of the D and dtype of `like`."""
    if x.ndim != 2 or x.numel() == 0:
        raise ValueError(f"x must have shape (N, D) with N and D at least 1; got {tuple(x.shape)}")
    if not x.is_floating_point():
        raise ValueError(f"x must be of a floating-point dtype; got {x.dtype}")
    if not (finite := x.isfinite()).all():
        row = int((~finite).any(1).nonzero()[0])
        raise ValueError(f"x must be finite; got {x[row][~finite[row]][0].item()} in row {row}")
    if like is not None and x.shape[1] != like.shape[-1]:
        raise ValueError(f"x must have as many features as the mean, {like.shape[-1]}; got {x.shape[1]}")
    if like is not None and x.dtype != like.dtype:
        raise ValueError(f"x and the mean must have one dtype; got {x.dtype} and {like.dtype}")


def require_gaussian(mean: Tensor, covariance: Tensor) -> None:
    """Raise ValueError unless each covariance is symmetric positive definite and fits its finite mean."""
    if mean.ndim == 0 or mean.numel() == 0 or covariance.shape != (*mean.shape, mean.shape[-1]):
        raise ValueError(
            "means and covariances must have shapes (..., D) and (..., D, D); "
            f"got {tuple(mean.shape)} and {tuple(covariance.shape)}"
        )
    if not mean.is_floating_point() or mean.dtype != covariance.dtype:
        raise ValueError(
            "means and covariances must have one floating-point dtype; "
            f"got {mean.dtype} and {covariance.dtype}"
        )
    if not mean.isfinite().all():
        raise ValueError("a mean must be finite; got inf or nan among its entries")
    require_covariance(covariance)


def require_count(count: int, name: str) -> None:
    """Raise ValueError unless count is at least 1."""
    if count < 1:
        raise ValueError(f"{name} must be at least 1; got {count}")


def _feature_index(dims: Sequence[int], mean: Tensor) -> Tensor:
    n_features = mean.shape[-1]
    if len(dims) == 0 or len(set(dims)) < len(dims) or not all(0 <= d < n_features for d in dims):
        raise ValueError(f"dims must name one or more features in [0, {n_features}), once; got {list(dims)}")
    return torch.tensor(list(dims), device=mean.device)
