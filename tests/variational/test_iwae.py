"""The importance-weighted bound: below log p(x), rising with K, tight at the posterior."""

import functools
import math

import pytest
import torch
from torch.distributions import MultivariateNormal

from genai_lab.probability import linear_gaussian
from genai_lab.variational import iwae

NOISE = 0.6


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


WEIGHT, BIAS = normal(4, 2, seed=1), normal(4, seed=2)
JOINT = functools.partial(
    linear_gaussian.linear_gaussian_log_joint, weight=WEIGHT, bias=BIAS, noise_std=NOISE
)


def examples(n: int, seed: int = 3) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return linear_gaussian.linear_gaussian_sample(n, WEIGHT, BIAS, NOISE, generator=generator)[0]


def evidence(x: torch.Tensor) -> torch.Tensor:
    return linear_gaussian.linear_gaussian_log_prob(x, WEIGHT, BIAS, NOISE)


def rough(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean-field posterior, its means off by half and its variances doubled."""
    mu, logvar = linear_gaussian.mean_field_posterior(x, WEIGHT, BIAS, NOISE)
    return mu + 0.5, logvar + math.log(2)


def test_it_is_the_log_of_the_mean_weight():
    x, eps = examples(3), normal(5, 3, 2, seed=4)
    mu, logvar = rough(x)
    q = MultivariateNormal(mu, logvar.exp().diag_embed())
    z = mu + logvar.exp().sqrt() * eps
    weights = (JOINT(x, z) - q.log_prob(z)).exp()
    torch.testing.assert_close(iwae.iwae_bound(x, rough, JOINT, eps), weights.mean(0).log())


@pytest.mark.parametrize("K", [1, 2, 50])
def test_at_the_posterior_every_k_gives_the_evidence(K: int):
    # Orthogonal columns: the posterior's covariance is diagonal, and mean-field exact.
    weight = torch.linalg.qr(WEIGHT).Q * torch.tensor([1.5, 0.7], dtype=torch.float64)
    joint = functools.partial(JOINT, weight=weight)
    x = examples(4)
    bound = iwae.iwae_bound(
        x,
        lambda x: linear_gaussian.mean_field_posterior(x, weight, BIAS, NOISE),
        joint,
        normal(K, 4, 2, seed=4),
    )
    torch.testing.assert_close(bound, linear_gaussian.linear_gaussian_log_prob(x, weight, BIAS, NOISE))


@pytest.mark.parametrize("seed", [0, 1])
def test_bounds_rise_with_k_from_the_elbo_and_stay_below_the_evidence(seed: int):
    n, x = 20_000, examples(1, seed=10 + seed)
    rows, sizes = x.expand(n, -1), [1, 2, 4, 8, 16, 32]
    bounds = [iwae.iwae_bound(rows, rough, JOINT, normal(K, n, 2, seed=100 * seed + K)) for K in sizes]
    means = torch.stack([bound.mean() for bound in bounds])
    errors = torch.stack([bound.std() / n**0.5 for bound in bounds])
    elbo = linear_gaussian.linear_gaussian_elbo(x, *rough(x), WEIGHT, BIAS, NOISE)[0]
    assert (means[0] - elbo).abs() < 5 * errors[0]
    assert (means <= evidence(x)[0] + 5 * errors).all()
    steps = means.diff()
    assert (steps > -5 * (errors[1:] ** 2 + errors[:-1] ** 2).sqrt()).all()
    assert steps[0] > 5 * (errors[0] ** 2 + errors[1] ** 2).sqrt()  # and the first is no accident
    assert evidence(x)[0] - means[-1] < 0.2 * (evidence(x)[0] - means[0])


def test_the_mean_weight_estimates_the_evidence_without_bias():
    n, x = 20_000, examples(1)
    ratios = (iwae.iwae_bound(x.expand(n, -1), rough, JOINT, normal(3, n, 2, seed=5)) - evidence(x)).exp()
    assert (ratios.mean() - 1).abs() < 5 * ratios.std() / n**0.5


@pytest.mark.parametrize("K", [1, 6])
def test_gradient_weighs_each_path_by_its_share(K: int):
    x, eps = examples(3), normal(K, 3, 2, seed=4)
    A = 0.1 * normal(4, 4, seed=5)

    def log_weights(A: torch.Tensor) -> torch.Tensor:
        mu, logvar = (x @ A).chunk(2, -1)
        z = mu + (logvar / 2).exp() * eps
        return JOINT(x, z) - MultivariateNormal(mu, logvar.exp().diag_embed()).log_prob(z)

    paths = torch.autograd.functional.jacobian(log_weights, A)  # (K, N, 4, 4)
    shares = log_weights(A).softmax(0)
    truth = (shares[..., None, None] * paths).sum((0, 1))
    B = A.clone().requires_grad_()
    iwae.iwae_bound(x, lambda x: (x @ B).chunk(2, -1), JOINT, eps).sum().backward()
    torch.testing.assert_close(B.grad, truth)
    if K == 1:  # that of the ELBO by one sample
        torch.testing.assert_close(truth, paths.sum((0, 1)))


def test_gradients_reach_the_model():
    W = WEIGHT.clone().requires_grad_()
    bound = iwae.iwae_bound(examples(3), rough, functools.partial(JOINT, weight=W), normal(4, 3, 2))
    (gradient,) = torch.autograd.grad(bound.sum(), W)
    assert gradient.isfinite().all()
    assert (gradient != 0).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_where_every_weight_underflows_the_bound_is_finite(dtype: torch.dtype):
    x, eps = torch.zeros(2, 1, dtype=dtype), torch.zeros(3, 2, 1, dtype=dtype)
    levels = torch.tensor([-1e4, -1e4 + math.log(2), -2e4], dtype=dtype)

    def standard(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x, x

    bound = iwae.iwae_bound(x, standard, lambda x, z: levels[:, None] + 0 * z[..., 0], eps)
    assert bound.dtype == dtype
    # log q is - log(2 pi) / 2 at 0, and the mean of 1, 2 and nothing is 1.
    torch.testing.assert_close(bound, torch.full((2,), -1e4 + math.log(2 * math.pi) / 2, dtype=dtype))


@pytest.mark.parametrize("shape", [(3, 2), (0, 3, 2), (5, 2, 2)])
def test_invalid_noise_is_refused(shape: tuple[int, ...]):
    with pytest.raises(ValueError, match="eps must have shape"):
        iwae.iwae_bound(examples(3), rough, JOINT, torch.zeros(shape, dtype=torch.float64))
