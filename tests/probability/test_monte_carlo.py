"""Monte Carlo estimates of log p(x): against the linear-Gaussian model's exact values, and each other."""

import math

import pytest
import torch
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from genai_lab.probability.linear_gaussian import (
    linear_gaussian_elbo,
    linear_gaussian_log_joint,
    linear_gaussian_log_likelihood,
    linear_gaussian_log_prob,
    linear_gaussian_posterior,
    mean_field_posterior,
    naive_relative_variance,
)
from genai_lab.probability.monte_carlo import (
    effective_sample_size,
    importance_log_evidence,
    naive_log_evidence,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=generator(seed), dtype=torch.float64)


# Columns that are not orthogonal: the two latents are correlated in the posterior.
WEIGHT = torch.tensor([[1.0, 0.4], [0.5, 1.0], [0.0, 0.7]], dtype=torch.float64)
MODEL = WEIGHT, torch.tensor([0.3, -0.2, 0.1], dtype=torch.float64), 0.8
X = torch.tensor([[0.5, -1.0, 0.3], [1.5, 1.0, -0.4]], dtype=torch.float64)


def log_likelihood(x: Tensor, z: Tensor) -> Tensor:
    return linear_gaussian_log_likelihood(x, z, *MODEL)


def log_weights(proposal: str, n: int, seed: int = 0) -> tuple[Tensor, Tensor]:
    """log p(x, z) and log q(z) at n draws of a proposal, shapes (n, 2)."""
    eps = normal(n, 2, 2, seed=seed)
    if proposal == "prior":
        z, log_q = eps, Normal(0.0, 1.0).log_prob(eps).sum(-1)
    elif proposal == "mean field":
        mu, logvar = mean_field_posterior(X, *MODEL)
        q = Normal(mu, (0.5 * logvar).exp())
        z = mu + q.stddev * eps
        log_q = q.log_prob(z).sum(-1)
    else:
        mean, covariance = linear_gaussian_posterior(X, *MODEL)
        z = mean + eps @ torch.linalg.cholesky(covariance).T
        log_q = MultivariateNormal(mean, covariance).log_prob(z)
    return linear_gaussian_log_joint(X, z, *MODEL), log_q


def mean_field_variance() -> Tensor:
    """The exact relative variance of a weight: the integral of p(z | x)^2 / q(z), less 1, for equal means."""
    precision = torch.linalg.inv(linear_gaussian_posterior(X, *MODEL)[1])
    diagonal = precision.diagonal().diag()
    left = 2 * precision - diagonal
    assert torch.linalg.eigvalsh(left).min() > 0  # else the variance is infinite
    return precision.det() / (diagonal.det() * left.det()).sqrt() - 1


def test_naive_estimate_is_unbiased_and_its_variance_is_the_exact_one():
    repetitions, n = 20_000, 20
    truth, variance = linear_gaussian_log_prob(X, *MODEL), naive_relative_variance(X, *MODEL)
    rows = X.repeat_interleave(repetitions, 0)
    ratio = (naive_log_evidence(rows, log_likelihood, n, 2, generator()).reshape(2, -1).T - truth).exp()
    assert ((ratio.mean(0) - 1).abs() < 5 * (variance / n / repetitions).sqrt()).all()
    squares = (ratio - 1).square()
    assert ((squares.mean(0) - variance / n).abs() < 5 * squares.std(0) / repetitions**0.5).all()
    # The logarithm of an unbiased estimate is too low on average.
    assert (ratio.log().mean(0) < -5 * ratio.log().std(0) / repetitions**0.5).all()


@pytest.mark.parametrize("proposal", ["prior", "mean field"])
def test_importance_estimate_is_unbiased(proposal):
    repetitions, n = 20_000, 20
    log_joint, log_q = log_weights(proposal, n * repetitions)
    tables = [table.reshape(n, repetitions * 2) for table in (log_joint, log_q)]
    ratio = importance_log_evidence(*tables).reshape(repetitions, 2) - linear_gaussian_log_prob(X, *MODEL)
    ratio = ratio.exp()
    assert ((ratio.mean(0) - 1).abs() < 5 * ratio.std(0) / repetitions**0.5).all()


def test_variance_falls_from_the_prior_over_mean_field_to_the_posterior():
    n, found = 400_000, {}
    exact = {"prior": naive_relative_variance(X, *MODEL), "mean field": mean_field_variance().expand(2)}
    for proposal, variance in exact.items():
        log_joint, log_q = log_weights(proposal, n, seed=3)
        squares = ((log_joint - log_q - linear_gaussian_log_prob(X, *MODEL)).exp() - 1).square()
        found[proposal] = squares.mean(0)
        assert ((found[proposal] - variance).abs() < 5 * squares.std(0) / n**0.5).all(), proposal
    assert (exact["prior"] > exact["mean field"]).all()
    assert (found["prior"] > found["mean field"]).all()
    assert (found["mean field"] > 0.01).all()


@pytest.mark.parametrize("n", [1, 5])
def test_every_draw_of_the_posterior_tells_p_of_x(n):
    log_joint, log_q = log_weights("posterior", n)
    truth = linear_gaussian_log_prob(X, *MODEL)
    torch.testing.assert_close(log_joint - log_q, truth.expand(n, 2), rtol=0, atol=1e-12)
    torch.testing.assert_close(importance_log_evidence(log_joint, log_q), truth, rtol=0, atol=1e-12)
    torch.testing.assert_close(effective_sample_size(log_joint - log_q), torch.full_like(truth, n))


def test_naive_estimate_needs_more_draws_the_more_latents_there_are():
    errors = []
    for n_latent in (1, 4, 8):
        weight = torch.eye(n_latent, dtype=torch.float64)
        zero = torch.zeros(n_latent, dtype=torch.float64)
        model = weight, zero, 0.5
        x = torch.ones(1000, n_latent, dtype=torch.float64)
        estimate = naive_log_evidence(
            x,
            lambda x, z, model=model: linear_gaussian_log_likelihood(x, z, *model),
            50,
            n_latent,
            generator(),
        )
        ratio = (estimate - linear_gaussian_log_prob(x, *model)).exp()
        errors.append((ratio - 1).square().mean().item())
        exact = naive_relative_variance(x[:1], *model).item() / 50
        spread = (ratio - 1).square().std().item() / 1000**0.5
        assert abs(errors[-1] - exact) < 5 * spread
    assert errors[0] < errors[1] < errors[2]


def test_an_average_of_logarithms_is_the_elbo_and_lies_below():
    log_joint, log_q = log_weights("mean field", 100_000)
    bound = linear_gaussian_elbo(X, *mean_field_posterior(X, *MODEL), *MODEL)
    log_w = log_joint - log_q
    assert ((log_w.mean(0) - bound).abs() < 5 * log_w.std(0) / len(log_w) ** 0.5).all()
    assert (log_w.mean(0) < importance_log_evidence(log_joint, log_q)).all()


@pytest.mark.parametrize("size", [-1e4, 0.0, 1e4])
def test_estimates_stay_on_the_log_scale(size):
    log_joint, log_q = normal(9, 3), normal(9, 3, seed=1)
    plain = (log_joint - log_q).exp()
    torch.testing.assert_close(importance_log_evidence(log_joint + size, log_q), plain.mean(0).log() + size)
    truth = plain.sum(0) ** 2 / plain.square().sum(0)
    torch.testing.assert_close(effective_sample_size(log_joint - log_q + size), truth, rtol=1e-9, atol=0)
    naive = naive_log_evidence(X, lambda x, z: log_likelihood(x, z) + size, 30, 2, generator())
    plain = naive_log_evidence(X, log_likelihood, 30, 2, generator())
    torch.testing.assert_close(naive, plain + size)


def test_effective_sample_size_runs_from_one_to_all():
    equal, lonely = torch.zeros(6, 2), torch.tensor([[0.0], [-1e4], [-1e4]])
    torch.testing.assert_close(effective_sample_size(equal), torch.full((2,), 6.0))
    torch.testing.assert_close(effective_sample_size(lonely), torch.ones(1))
    torch.testing.assert_close(effective_sample_size(torch.full((1, 2), -1e4)), torch.ones(2))
    for k in (1, 3, 6):  # k equal weights, the others 0
        log_w = torch.full((6, 1), -1e4)
        log_w[:k] = 7.0
        torch.testing.assert_close(effective_sample_size(log_w), torch.full((1,), float(k)))
    sizes = effective_sample_size(3 * normal(20, 500))
    assert ((sizes >= 1) & (sizes <= 20)).all()


def test_effective_sample_size_is_the_number_of_draws_over_one_plus_the_variance():
    log_joint, log_q = log_weights("prior", 400_000, seed=4)
    share = effective_sample_size(log_joint - log_q) / len(log_q)
    torch.testing.assert_close(share, 1 / (1 + naive_relative_variance(X, *MODEL)), rtol=0.02, atol=0)


def test_gradients_reach_the_log_joint_and_q():
    tables = normal(5, 2).requires_grad_(), normal(5, 2, seed=1).requires_grad_()
    assert torch.autograd.gradcheck(importance_log_evidence, tables)
    assert torch.autograd.gradcheck(effective_sample_size, tables[:1])


def test_naive_draws_follow_the_generator_and_the_dtype():
    first, again = (naive_log_evidence(X, log_likelihood, 5, 2, generator(3)) for _ in range(2))
    assert torch.equal(first, again)
    assert not torch.equal(first, naive_log_evidence(X, log_likelihood, 5, 2, generator(4)))
    seen = []

    def noting(x: Tensor, z: Tensor) -> Tensor:
        seen.append(z)
        return -z.square().sum(-1)

    estimate = naive_log_evidence(X.float(), noting, 7, 3, generator())
    assert (seen[0].shape, seen[0].dtype, estimate.dtype) == ((7, 2, 3), torch.float32, torch.float32)
    assert len(seen[0].reshape(-1, 3).unique(dim=0)) == 14  # new draws for each example


TABLE = torch.zeros(3, 2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: naive_log_evidence(X, log_likelihood, 0, 2), "at least 1; got 0 and 2"),
        (lambda: naive_log_evidence(X, log_likelihood, 5, -1), "got 5 and -1"),
        (lambda: naive_log_evidence(X[0], log_likelihood, 5, 2), r"\(N, D\), N at least 1; got \(3,\)"),
        (lambda: naive_log_evidence(X, lambda x, z: z.sum(), 5, 2), r"must give shape \(5, 2\); got \(\)"),
        (lambda: importance_log_evidence(TABLE, TABLE[:2]), r"got \(3, 2\) and \(2, 2\)"),
        (lambda: importance_log_evidence(TABLE[0], TABLE[0]), r"\(S, N\), S at least 1; got .*\(2,\)"),
        (lambda: importance_log_evidence(TABLE[:0], TABLE[:0]), r"got .*\(0, 2\)"),
        (lambda: effective_sample_size(TABLE.long()), "got torch.int64"),
        (lambda: effective_sample_size(torch.tensor(math.pi)), r"of shape \(\)"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
