"""The Gaussian mixture: density, EM, sampling, marginals and conditionals.

    z ~ Categorical(pi),    x | z = k ~ N(mu_k, Sigma_k),    p(x) = sum_k pi_k N(x | mu_k, Sigma_k)

The parameters travel as three tensors: weights pi (K,), means mu (K, D), covariances Sigma (K, D, D).
Everything is done in log space, and a block of points at a time: no (N, K, D) array is ever made.

Source: Bishop, Pattern Recognition and Machine Learning (2006), section 9.2.
"""

import math
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from tqdm import tqdm

from genai_lab.graphical.kmeans_plus_plus import distances, kmeans_plus_plus, require_enough
from genai_lab.probability.covariance import lift, variance_floor
from genai_lab.probability.gaussian import (
    gaussian_condition,
    gaussian_log_prob,
    gaussian_marginal,
    require_count,
    require_gaussian,
    require_points,
    whiten,
    whitened_log_prob,
)

Parameters = tuple[Tensor, Tensor, Tensor]

# How many numbers a block holds, all components together: few enough to stay in the processor's cache.
_BLOCK = 2**19


class GaussianMixtureFit(NamedTuple):
    """What `gmm_fit` found: `gmm_log_prob(x, *fit[:3])` is its density."""

    weights: Tensor  # (K,)
    means: Tensor  # (K, D)
    covariances: Tensor  # (K, D, D)
    history: Tensor  # mean log-likelihood under the parameters entering each iteration, nats
    converged: bool  # whether the last iteration gained less than tol; history[-1] is then the fit's own


def gmm_log_prob(x: Tensor, weights: Tensor, means: Tensor, covariances: Tensor) -> Tensor:
    """The log-density of each point.

        log p(x) = log sum_k exp(log pi_k + log N(x | mu_k, Sigma_k))

    Source: Bishop (2006), eq. 9.7, by log-sum-exp.

    Args:
        x: points, shape (N, D).
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, D).
        covariances: Sigma, each symmetric positive definite, shape (K, D, D).

    Returns:
        One value for each point, in nats, shape (N,); differentiable in every argument.

    Raises:
        ValueError: if a shape or dtype does not fit, x is empty or not finite, or the parameters are not
            those of a mixture.

    >>> means = torch.tensor([[0.0], [2.0]])
    >>> gmm_log_prob(torch.ones(1, 1), torch.tensor([0.5, 0.5]), means, torch.ones(2, 1, 1))
    tensor([-1.4189])
    """
    _require_mixture(weights, means, covariances)
    require_points(x, like=means)
    return torch.cat([joint.logsumexp(0) for joint in _log_joint(x, weights, means, covariances)])


@torch.no_grad()
def gmm_e_step(x: Tensor, weights: Tensor, means: Tensor, covariances: Tensor) -> Tensor:
    """The E step: how much of each point belongs to each component.

        r_nk = p(z_n = k | x_n) = pi_k N(x_n | mu_k, Sigma_k) / sum_j pi_j N(x_n | mu_j, Sigma_j)

    Source: Bishop (2006), eq. 9.23.

    Args:
        x: points, shape (N, D).
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, D).
        covariances: Sigma, each symmetric positive definite, shape (K, D, D).

    Returns:
        Responsibilities in [0, 1], shape (N, K); each row sums to 1, however far its point.

    Raises:
        ValueError: as `gmm_log_prob`.

    >>> means = torch.tensor([[0.0], [2.0]])
    >>> gmm_e_step(torch.ones(1, 1), torch.tensor([0.5, 0.5]), means, torch.ones(2, 1, 1))
    tensor([[0.5000, 0.5000]])
    """
    _require_mixture(weights, means, covariances)
    require_points(x, like=means)
    return _e_step(x, weights, means, covariances)[1].contiguous()


@torch.no_grad()
def gmm_m_step(x: Tensor, responsibilities: Tensor) -> Parameters:
    """The M step: the parameters that maximise the expected complete log-likelihood.

        N_k = sum_n r_nk,    pi_k = N_k / N,    mu_k = (1/N_k) sum_n r_nk x_n,
        Sigma_k = (1/N_k) sum_n r_nk (x_n - mu_k)(x_n - mu_k)^T

    Where there is no such maximum, a warning names the component, and the result is still a mixture:

    - a component is dead when N_k is below the rounding error of a single point. It gets the weight 0, by
      which it takes no further part, and the mean and covariance of all the data;
    - a covariance is degenerate when in some direction it is below 1e-10 of the data's variances (a single
      point, points in a plane, a constant feature), or its correlation is singular at working precision. Its
      eigenvalues are lifted to that floor, which is maximum likelihood among the covariances above it.

    Source: Bishop (2006), eq. 9.24 to 9.26; on degenerate covariances, section 9.2.1.

    Args:
        x: points, shape (N, D).
        responsibilities: r >= 0, each row sums to 1, shape (N, K).

    Returns:
        (weights, means, covariances), shapes (K,), (K, D) and (K, D, D).

    Raises:
        ValueError: if a shape or dtype does not fit, x is empty or not finite, or r has a negative entry or a
            row that does not sum to 1.

    >>> responsibilities = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> gmm_m_step(torch.tensor([[0.0], [2.0], [5.0], [7.0]]), responsibilities)[1].squeeze()
    tensor([1., 6.])
    """
    require_points(x)
    _require_responsibilities(responsibilities, x)
    parameters, trouble = _m_step(x, responsibilities)
    _warn(trouble)
    return parameters


@torch.no_grad()
def gmm_em(
    x: Tensor, weights: Tensor, means: Tensor, covariances: Tensor, n_iter: int, *, ridge: float = 0.0
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Expectation maximisation from a given start: `gmm_e_step`, then `gmm_m_step`, n_iter times.

        sum_n log p(x_n | theta_(i+1)) >= sum_n log p(x_n | theta_i)

    Source: Bishop (2006), section 9.2.2; Dempster, Laird and Rubin (1977), theorem 1.

    Args:
        x: points, shape (N, D), at least as many as components.
        weights: start of pi >= 0, sums to 1, shape (K,).
        means: start of mu, shape (K, D).
        covariances: start of Sigma, each symmetric positive definite, shape (K, D, D).
        n_iter: how many iterations, at least 1.
        ridge: added to every variance in every M step, in the squared unit of x (scikit-learn's `reg_covar`).
            At 0 this is maximum likelihood; above, the likelihood may fall a little.

    Returns:
        (weights, means, covariances, history): history[i] is the mean log-likelihood, in nats, under the
        parameters that enter iteration i, shape (n_iter,). Dead components and degenerate covariances are
        treated as in `gmm_m_step`, and one warning at the end names all that there were.

    Raises:
        ValueError: as `gmm_log_prob`, and if there are more components than points, n_iter is below 1, or
            ridge is negative.

    >>> x = torch.tensor([[0.0], [1.0], [9.0], [10.0]])
    >>> start = torch.tensor([0.5, 0.5]), torch.tensor([[2.0], [7.0]]), torch.ones(2, 1, 1)
    >>> weights, means, covariances, history = gmm_em(x, *start, n_iter=5)
    >>> means.squeeze()
    tensor([0.5000, 9.5000])
    """
    _require_mixture(weights, means, covariances)
    require_points(x, like=means)
    _require_fit(x, len(weights), n_iter, ridge)
    parameters, history, trouble = _em(x, (weights, means, covariances), n_iter, ridge)
    _warn(trouble)
    return (*parameters, history)


@torch.no_grad()
def gmm_fit(
    x: Tensor,
    n_components: int,
    *,
    n_iter: int = 100,
    tol: float = 1e-3,
    n_restarts: int = 4,
    ridge: float = 1e-6,
    generator: torch.Generator | None = None,
    progress: bool = False,
) -> GaussianMixtureFit:
    """Fit a mixture: EM from several k-means++ starts, of which the likeliest is kept.

    At a start all components have the same weight and the same covariance, that of the points about their
    nearest centre. A run that met trouble (see `gmm_m_step`) is kept only if every run did: a density that
    grows without bound on a single point tells nothing about the others.

    Args:
        x: points, shape (N, D), at least as many as components.
        n_components: K.
        n_iter: the most iterations of a run.
        tol: a run ends when an iteration gains less mean log-likelihood than this, in nats.
        n_restarts: how many starts are tried, at least 1.
        ridge: added to every variance in every M step, as in `gmm_em`.
        generator: source of randomness, on the device of x.
        progress: whether to show a bar, one tick a start.

    Returns:
        The fit; its history has one value for each iteration of the run that was kept.

    Raises:
        ValueError: if x is empty, not finite or not (N, D), a count is below 1, there are more components
            than points, or tol or ridge is negative.

    >>> x = torch.tensor([[0.0], [1.0], [9.0], [10.0]])
    >>> fit = gmm_fit(x, 2, generator=torch.Generator().manual_seed(0))
    >>> fit.means.squeeze().sort().values
    tensor([0.5000, 9.5000])
    """
    require_points(x)
    _require_fit(x, n_components, n_iter, ridge)
    require_count(n_restarts, "n_restarts")
    if not tol >= 0:
        raise ValueError(f"tol must not be negative; got {tol}")
    runs = []
    for _ in tqdm(range(n_restarts), desc="EM", disable=not progress):
        parameters, history, trouble = _em(x, _start(x, n_components, ridge, generator), n_iter, ridge, tol)
        converged = len(history) > 1 and bool(history[-1] - history[-2] < tol)
        runs.append((GaussianMixtureFit(*parameters, history, converged), trouble))
    fit, trouble = max(runs, key=lambda run: (not run[1].any(), run[0].history[-1].item()))
    _warn(trouble)
    return fit


def gmm_sample(
    n: int, weights: Tensor, means: Tensor, covariances: Tensor, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Ancestral sampling: first the component, then the point.

        z_i ~ Categorical(pi),    x_i = mu_(z_i) + L_(z_i) eps_i,    eps_i ~ N(0, I),    Sigma_k = L_k L_k^T

    Args:
        n: how many draws, at least 1.
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, D).
        covariances: Sigma, each symmetric positive definite, shape (K, D, D).
        generator: source of randomness, on the device of means.

    Returns:
        (x, component), shapes (n, D) and (n,), the components in int64.

    Raises:
        ValueError: if n is below 1, or the parameters are not those of a mixture.

    >>> means, covariances = torch.zeros(2, 2), torch.eye(2).expand(2, 2, 2)
    >>> x, component = gmm_sample(3, torch.tensor([0.0, 1.0]), means, covariances)
    >>> x.shape, component
    (torch.Size([3, 2]), tensor([1, 1, 1]))
    """
    _require_mixture(weights, means, covariances)
    require_count(n, "n")
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    x = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype, device=means.device)
    for k, factor in enumerate(torch.linalg.cholesky(covariances)):
        x[component == k] = means[k] + x[component == k] @ factor.T
    return x, component


def gmm_marginal(
    dims: Sequence[int], weights: Tensor, means: Tensor, covariances: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The mixture of some of the features, the others integrated out.

        p(x_b) = sum_k pi_k N(x_b | mu_k,b, Sigma_k,bb)

    Args:
        dims: b, the features to keep, in the order wanted, each in [0, D).
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, D).
        covariances: Sigma, each symmetric positive definite, shape (K, D, D).

    Returns:
        (weights, means, covariances) with D = len(dims).

    Raises:
        ValueError: if dims is empty, repeats a feature or names one that is not there, or the parameters are
            not those of a mixture.

    >>> means, covariances = torch.tensor([[0.0, 5.0]]), torch.eye(2)[None]
    >>> gmm_marginal([1], torch.ones(1), means, covariances)
    (tensor([1.]), tensor([[5.]]), tensor([[[1.]]]))
    """
    _require_mixture(weights, means, covariances)
    return (weights, *gaussian_marginal(dims, means, covariances))


def gmm_condition_on(
    values: Tensor, dims: Sequence[int], weights: Tensor, means: Tensor, covariances: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The mixture of the other features, given the values of some: a mixture again, with new weights.

        p(x_a | x_b) = sum_k pi'_k N(x_a | mu'_k, Sigma'_k),    pi'_k = p(z = k | x_b)

    mu' and Sigma' are those of `gaussian_condition`; the weights are the E step of the marginal p(x_b).

    Args:
        values: x_b, shape (len(dims),).
        dims: b, the features that are known, each in [0, D); at least one feature must be left.
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, D).
        covariances: Sigma, each symmetric positive definite, shape (K, D, D).

    Returns:
        (weights, means, covariances) of the features left, in their order.

    Raises:
        ValueError: if values and dims do not fit, no feature is left, dims repeats a feature or names one
            that is not there, or the parameters are not those of a mixture.

    >>> means, covariances = torch.tensor([[0.0, 0.0], [4.0, 2.0]]), torch.eye(2).expand(2, 2, 2)
    >>> gmm_condition_on(torch.tensor([1.0]), [1], torch.tensor([0.5, 0.5]), means, covariances)[0]
    tensor([0.5000, 0.5000])
    """
    _require_mixture(weights, means, covariances)
    new_means, new_covariances = gaussian_condition(values, dims, means, covariances)
    evidence = gaussian_log_prob(values[None], *gaussian_marginal(dims, means, covariances))[:, 0]
    return (weights.log() + evidence).softmax(0), new_means, new_covariances


def gmm_condition(
    value: float, weights: Tensor, means: Tensor, covariances: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The distribution of the first of two features, given the second: p(x0 | x1 = value).

    Any x_i can be your y: this is `gmm_condition_on` for D = 2, where it is regression with a density.

    Args:
        value: of the feature x1, in its own unit.
        weights: pi >= 0, sums to 1, shape (K,).
        means: mu, shape (K, 2).
        covariances: Sigma, each symmetric positive definite, shape (K, 2, 2).

    Returns:
        (weights, means, variances) of a mixture in one dimension, each of shape (K,).

    Raises:
        ValueError: if value is not finite, D is not 2, or the parameters are not those of a mixture.

    >>> covariance = torch.tensor([[[1.0, 0.5], [0.5, 1.0]]])
    >>> gmm_condition(2.0, torch.ones(1), torch.zeros(1, 2), covariance)
    (tensor([1.]), tensor([1.]), tensor([0.7500]))
    """
    if means.ndim != 2 or means.shape[1] != 2:
        raise ValueError(f"means must have shape (K, 2); got {tuple(means.shape)}")
    weights, means, covariances = gmm_condition_on(
        means.new_tensor([value]), [1], weights, means, covariances
    )
    return weights, means[:, 0], covariances[:, 0, 0]


def _em(
    x: Tensor, parameters: Parameters, n_iter: int, ridge: float, tol: float = -math.inf
) -> tuple[Parameters, Tensor, Tensor]:
    history: list[Tensor] = []
    trouble = torch.zeros(2, len(parameters[0]), dtype=torch.bool, device=x.device)
    for _ in range(n_iter):
        log_prob, responsibilities = _e_step(x, *parameters)
        history.append(log_prob.mean())
        if len(history) > 1 and history[-1] - history[-2] < tol:
            break
        parameters, new_trouble = _m_step(x, responsibilities, ridge)
        trouble |= new_trouble
    return parameters, torch.stack(history), trouble


def _e_step(x: Tensor, weights: Tensor, means: Tensor, covariances: Tensor) -> tuple[Tensor, Tensor]:
    """log p(x_n), shape (N,), and p(z_n = k | x_n), shape (N, K)."""
    # Filled block by block: pieces kept between the temporaries would break up the heap.
    log_prob, responsibilities = x.new_empty(len(x)), x.new_empty(len(means), len(x))
    length = _block_length(means)
    outputs = zip(log_prob.split(length), responsibilities.split(length, 1), strict=True)
    for (total, shares), joint in zip(outputs, _log_joint(x, weights, means, covariances), strict=True):
        total.copy_(joint.logsumexp(0))
        shares.copy_(joint.softmax(0))
    return log_prob, responsibilities.T


def _log_joint(x: Tensor, weights: Tensor, means: Tensor, covariances: Tensor) -> Iterator[Tensor]:
    """log p(x_n, z_n = k), shape (K, B), for one block of points after the other."""
    gaussians = whiten(means, covariances)
    joint = gaussians._replace(log_peak=gaussians.log_peak + weights.log())
    for block in x.split(_block_length(means)):
        yield whitened_log_prob(block, joint)


def _m_step(x: Tensor, responsibilities: Tensor, ridge: float = 0.0) -> tuple[Parameters, Tensor]:
    """The new parameters, and which components are dead (row 0) or degenerate (row 1), shape (2, K)."""
    mass = responsibilities.sum(0)
    dead = mass < torch.finfo(x.dtype).eps
    weights = mass.masked_fill(dead, 0.0) / len(x)
    mass = mass.masked_fill(dead, 1.0)
    means = responsibilities.T @ x / mass[:, None]
    covariances = _scatter(x, responsibilities, means) / mass[:, None, None]

    # The law of total covariance: the data's own moments, without another pass through the data.
    centre = weights @ means
    apart = means - centre
    total = torch.einsum("k,kij->ij", weights, covariances + apart[:, :, None] * apart[:, None, :])
    means[dead], covariances[dead] = centre, total
    covariances.diagonal(dim1=-2, dim2=-1).add_(ridge)
    degenerate = lift(covariances, variance_floor(centre, total.diagonal()))
    return (weights, means, covariances), torch.stack([dead, degenerate & ~dead])


def _scatter(x: Tensor, responsibilities: Tensor, means: Tensor) -> Tensor:
    """sum_n r_nk (x_n - mu_k)(x_n - mu_k)^T, shape (K, D, D)."""
    scatter = means.new_zeros(*means.shape, means.shape[1])
    length = _block_length(means)
    for block, weight in zip(x.split(length), responsibilities.split(length), strict=True):
        centred = block.T - means[:, :, None]  # (K, D, B): points last, as in the E step
        centred *= weight.T.sqrt()[:, None]
        scatter.baddbmm_(centred, centred.mT)
    return (scatter + scatter.mT) / 2


def _start(x: Tensor, n_components: int, ridge: float, generator: torch.Generator | None) -> Parameters:
    means = kmeans_plus_plus(x, n_components, generator)
    nearest = torch.nn.functional.one_hot(distances(x, means).argmin(1), n_components).to(x.dtype)
    within = _scatter(x, nearest, means).sum(0, keepdim=True) / len(x)
    within.diagonal(dim1=-2, dim2=-1).add_(ridge)
    lift(within, variance_floor(x.mean(0), x.var(0, correction=0)))
    return x.new_full((n_components,), 1 / n_components), means, within.repeat(n_components, 1, 1)


def _block_length(means: Tensor) -> int:
    return max(64, _BLOCK // means.numel())


def _warn(trouble: Tensor) -> None:
    dead, degenerate = (row.nonzero().flatten().tolist() for row in trouble)
    if dead:
        warnings.warn(
            f"components {dead} are dead: no point belongs to them, and their weight is 0. "
            "Start them elsewhere, or take fewer components.",
            stacklevel=4,
        )
    if degenerate:
        warnings.warn(
            f"the covariances of components {degenerate} are degenerate: in some direction their points do "
            "not spread, and the variance was lifted. Take fewer components, drop constant features, or give "
            "gmm_em or gmm_fit a ridge.",
            stacklevel=4,
        )


def _require_mixture(weights: Tensor, means: Tensor, covariances: Tensor) -> None:
    if means.ndim != 2 or weights.shape != means.shape[:1]:
        raise ValueError(
            "weights and means must have shapes (K,) and (K, D); "
            f"got {tuple(weights.shape)} and {tuple(means.shape)}"
        )
    require_gaussian(means, covariances)
    if weights.dtype != means.dtype:
        raise ValueError(f"weights and means must have one dtype; got {weights.dtype} and {means.dtype}")
    if not (weights >= 0).all():  # so that NaN does not pass
        raise ValueError(f"weights must not be negative; got {weights.tolist()}")
    if not abs(total := weights.sum().item() - 1) < 1e-5:
        raise ValueError(f"weights must sum to 1; got a sum of {total + 1:g}")


def _require_responsibilities(responsibilities: Tensor, x: Tensor) -> None:
    if responsibilities.ndim != 2 or len(responsibilities) != len(x) or responsibilities.numel() == 0:
        raise ValueError(
            f"responsibilities must have shape (N, K), N = {len(x)}; got {tuple(responsibilities.shape)}"
        )
    if responsibilities.dtype != x.dtype:
        raise ValueError(
            f"responsibilities and x must have one dtype; got {responsibilities.dtype} and {x.dtype}"
        )
    if not (responsibilities >= 0).all():
        raise ValueError(f"responsibilities must not be negative; got {responsibilities.min().item():g}")
    sums = responsibilities.sum(1)
    if not ((sums - 1).abs() < 1e-5).all():
        worst = int((sums - 1).abs().argmax())
        raise ValueError(
            f"each row of responsibilities must sum to 1; got {sums[worst].item():g} in row {worst}"
        )


def _require_fit(x: Tensor, n_components: int, n_iter: int = 1, ridge: float = 0.0) -> None:
    require_enough(x, n_components)
    require_count(n_iter, "n_iter")
    if not 0 <= ridge < math.inf:
        raise ValueError(f"ridge must be finite and not negative; got {ridge}")
