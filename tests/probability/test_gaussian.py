"""The Gaussian: against scipy, torch.distributions, numerical integration and autograd."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from genai_lab.probability.gaussian import (
    diagonal_gaussian_log_prob,
    gaussian_condition,
    gaussian_log_prob,
    gaussian_marginal,
    gaussian_mle,
    gaussian_sample,
)

EYE = torch.eye(2)
ZERO = torch.zeros(2)
POINT = torch.zeros(1, 2)
LOPSIDED = torch.tensor([[1.0, 0.5], [0.0, 1.0]])
INDEFINITE = torch.diag(torch.tensor([1.0, -0.5]))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def gaussian(n_features: int, *batch: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    rng = generator(seed)
    mean = torch.randn(*batch, n_features, dtype=torch.float64, generator=rng)
    root = torch.randn(*batch, n_features, n_features, dtype=torch.float64, generator=rng)
    return mean, root @ root.mT + 0.1 * torch.eye(n_features, dtype=torch.float64)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 10**6))
def test_log_prob_agrees_with_scipy(n_features, n, seed):
    mean, covariance = gaussian(n_features, seed=seed)
    x = 3 * torch.randn(n, n_features, dtype=torch.float64, generator=generator(seed))
    truth = stats.multivariate_normal(mean.numpy(), covariance.numpy()).logpdf(x.numpy())
    torch.testing.assert_close(
        gaussian_log_prob(x, mean, covariance), torch.from_numpy(np.atleast_1d(truth)), rtol=1e-9, atol=1e-9
    )


def test_a_batch_is_its_gaussians_one_by_one():
    mean, covariance = gaussian(3, 2, 4)
    x = torch.randn(5, 3, dtype=torch.float64, generator=generator())
    batch = gaussian_log_prob(x, mean, covariance)
    assert batch.shape == (2, 4, 5)
    truth = torch.distributions.MultivariateNormal(mean[..., None, :], covariance[..., None, :, :])
    torch.testing.assert_close(batch, truth.log_prob(x))


def test_log_prob_has_the_right_gradients():
    mean, covariance = gaussian(3, 2)
    x = torch.randn(4, 3, dtype=torch.float64, generator=generator()).requires_grad_()
    root = torch.linalg.cholesky(covariance).requires_grad_()
    assert torch.autograd.gradcheck(
        lambda x, mean, root: gaussian_log_prob(x, mean, root @ root.mT), (x, mean.requires_grad_(), root)
    )


def test_log_prob_does_not_lose_what_x_and_the_mean_share():
    offset, covariance = 2.0**20, 1e-2 * torch.eye(2)  # one float32 step at this offset is 0.125
    x = torch.tensor([[0.125, 0.25]])
    shifted = gaussian_log_prob(x + offset, torch.full((2,), offset), covariance)
    torch.testing.assert_close(shifted, gaussian_log_prob(x, torch.zeros(2), covariance))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype(dtype):
    mean, covariance = ZERO.to(dtype), EYE.to(dtype)
    x = gaussian_sample(3, mean, covariance, generator())
    results = [x, gaussian_log_prob(x, mean, covariance), *gaussian_mle(x)]
    results += gaussian_condition(x[0, :1], [1], mean, covariance)
    results += gaussian_marginal([0], mean, covariance)
    assert {r.dtype for r in results} == {dtype}


def test_mle_is_numpys_and_no_neighbour_is_likelier():
    x = gaussian_sample(40, *gaussian(3), generator=generator(1))
    mean, covariance = gaussian_mle(x)
    np.testing.assert_allclose(covariance, np.cov(x.numpy().T, bias=True), rtol=1e-12)
    mean.requires_grad_()
    root = torch.linalg.cholesky(covariance).requires_grad_()
    gaussian_log_prob(x, mean, root @ root.mT).sum().backward()
    assert mean.grad.abs().max() < 1e-9
    assert root.grad.tril().abs().max() < 1e-9


def test_sample_has_the_moments_of_the_gaussian():
    # The whitened mean is chi-squared, the whitened second moments are normal up to 1/n; bounds at 1e-8.
    n, (mean, covariance) = 100_000, gaussian(3)
    x = gaussian_sample(n, mean, covariance, generator(2))
    white = torch.linalg.solve(torch.linalg.cholesky(covariance), (x - mean).T)
    assert n * white.mean(1).square().sum().item() < stats.chi2(3).isf(1e-8)
    second = white @ white.T / n - torch.eye(3, dtype=torch.float64)
    assert second.abs().max().item() < stats.norm.isf(1e-8) * math.sqrt(2 / n) * 1.05


def test_sample_follows_the_generator_alone():
    first = gaussian_sample(10, ZERO, EYE, generator(3))
    torch.manual_seed(123)
    assert torch.equal(first, gaussian_sample(10, ZERO, EYE, generator(3)))
    assert not torch.equal(first, gaussian_sample(10, ZERO, EYE, generator(4)))


def test_marginal_is_the_integral_over_the_others():
    mean, covariance = gaussian(2)
    grid = torch.linspace(-25, 25, 4001, dtype=torch.float64)
    for kept in (0, 1):
        at = torch.tensor(0.7, dtype=torch.float64)
        x = torch.empty(len(grid), 2, dtype=torch.float64)
        x[:, kept], x[:, 1 - kept] = at, grid
        integral = torch.trapezoid(gaussian_log_prob(x, mean, covariance).exp(), grid)
        marginal = gaussian_log_prob(at.reshape(1, 1), *gaussian_marginal([kept], mean, covariance))
        torch.testing.assert_close(marginal.exp()[0], integral, rtol=1e-9, atol=0)


def test_marginal_keeps_the_order_asked_for():
    mean, covariance = gaussian(4)
    kept_mean, kept_covariance = gaussian_marginal([3, 1], mean, covariance)
    assert kept_mean.tolist() == [mean[3].item(), mean[1].item()]
    assert kept_covariance[0, 1] == covariance[3, 1]


@pytest.mark.parametrize("dims", [[0], [2], [3, 1], [0, 2, 3]])
def test_conditional_times_marginal_is_the_joint(dims):
    mean, covariance = gaussian(4, 3)
    x = torch.randn(1, 4, dtype=torch.float64, generator=generator())
    left = [j for j in range(4) if j not in dims]
    conditional = gaussian_condition(x[0, dims], dims, mean, covariance)
    product = gaussian_log_prob(x[:, left], *conditional)
    product = product + gaussian_log_prob(x[:, dims], *gaussian_marginal(dims, mean, covariance))
    torch.testing.assert_close(product, gaussian_log_prob(x, mean, covariance))


def test_conditional_of_features_that_almost_agree_is_still_a_covariance():
    covariance = torch.ones(3, 3) + 1e-5 * torch.eye(3)
    mean, covariance = gaussian_condition(torch.tensor([1.0]), [0], torch.zeros(3), covariance)
    assert (torch.linalg.cholesky_ex(covariance).info == 0).all()
    torch.testing.assert_close(mean, torch.ones(2), atol=1e-4, rtol=0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gaussian_log_prob(torch.zeros(0, 2), ZERO, EYE), "N and D at least 1; got (0, 2)"),
        (lambda: gaussian_log_prob(torch.zeros(2), ZERO, EYE), "N and D at least 1; got (2,)"),
        (lambda: gaussian_log_prob(torch.zeros(1, 3), ZERO, EYE), "as many features as the mean, 2; got 3"),
        (lambda: gaussian_log_prob(POINT.double(), ZERO, EYE), "one dtype; got torch.float64 and"),
        (lambda: gaussian_log_prob(POINT.long(), ZERO, EYE), "floating-point dtype; got torch.int64"),
        (lambda: gaussian_log_prob(torch.tensor([[0, 0], [0, math.nan]]), ZERO, EYE), "got nan in row 1"),
        (lambda: gaussian_log_prob(torch.tensor([[math.inf, 0]]), ZERO, EYE), "finite; got inf in row 0"),
        (lambda: gaussian_log_prob(POINT, ZERO, torch.eye(3)), "got (2,) and (3, 3)"),
        (lambda: gaussian_log_prob(POINT, ZERO, EYE.double()), "torch.float32 and torch.float64"),
        (lambda: gaussian_log_prob(POINT, ZERO / 0, EYE), "must be finite; got inf or nan"),
        (lambda: gaussian_log_prob(POINT, ZERO, LOPSIDED), "symmetric; got mirrored entries 0.5 apart"),
        (lambda: gaussian_log_prob(POINT, ZERO, INDEFINITE), "positive definite; got an eigenvalue of -0.5"),
        (lambda: gaussian_log_prob(POINT, ZERO, 0 * EYE), "positive definite; got an eigenvalue of 0"),
        (lambda: gaussian_mle(torch.zeros(0, 2)), "got (0, 2)"),
        (lambda: gaussian_sample(0, ZERO, EYE), "n must be at least 1; got 0"),
        (lambda: gaussian_sample(1, torch.zeros(2, 2), EYE.expand(2, 2, 2)), "shape (D,); got (2, 2)"),
        (lambda: gaussian_marginal([], ZERO, EYE), "one or more features in [0, 2), once; got []"),
        (lambda: gaussian_marginal([1, 1], ZERO, EYE), "got [1, 1]"),
        (lambda: gaussian_marginal([-1], ZERO, EYE), "got [-1]"),
        (lambda: gaussian_condition(ZERO, [0, 1], ZERO, EYE), "leave at least one of the 2 features"),
        (lambda: gaussian_condition(ZERO, [0], ZERO, EYE), "one for each of [0]; got [0.0, 0.0]"),
        (lambda: gaussian_condition(torch.tensor([math.nan]), [0], ZERO, EYE), "finite and torch.float32"),
        (lambda: gaussian_condition(torch.zeros(1).double(), [0], ZERO, EYE), "got [0.0] and torch.float64"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@given(st.integers(1, 6), st.integers(0, 10**6))
def test_independent_features_are_a_product_of_normals(n_features, seed):
    rng = generator(seed)
    x, mean, logvar = torch.randn(3, 5, 4, n_features, dtype=torch.float64, generator=rng)
    truth = torch.distributions.Normal(mean[0], (0.5 * logvar[0]).exp()).log_prob(x).sum(-1)
    torch.testing.assert_close(diagonal_gaussian_log_prob(x, mean[0], logvar[0]), truth)
    full = gaussian_log_prob(x[0], mean[0, 0], logvar[0, 0].exp().diag_embed())
    torch.testing.assert_close(diagonal_gaussian_log_prob(x[0], mean[0, 0], logvar[0, 0]), full)


def test_a_narrow_gaussian_far_away_keeps_its_density():
    far = diagonal_gaussian_log_prob(torch.tensor([1e10]), torch.zeros(1), torch.tensor([60.0]))
    truth = stats.norm.logpdf(1e10, scale=math.exp(30))
    assert far.item() == pytest.approx(truth, rel=1e-6)
    with pytest.raises(ValueError, match=re.escape("got (2,), (3,) and (3,)")):
        diagonal_gaussian_log_prob(torch.zeros(2), torch.zeros(3), torch.zeros(3))
