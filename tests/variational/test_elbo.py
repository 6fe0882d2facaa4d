"""The ELBO: against torch.distributions, scipy, enumeration, integration and a linear-Gaussian model."""

import math

import pytest
import torch
from scipy import integrate, special, stats
from torch.distributions import Bernoulli, Categorical, MultivariateNormal, Normal, kl_divergence

from genai_lab.variational.elbo import (
    bernoulli_log_likelihood,
    elbo,
    elbo_monte_carlo,
    evidence_decomposition,
    gaussian_kl,
    reparameterize,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=generator(seed))


def pixels(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(shape, dtype=torch.float64, generator=generator(seed))


def test_reparameterized_noise_has_the_mean_and_the_spread_asked_for():
    n = 40_000
    mu, logvar = torch.tensor([[1.0, -2.0]]).double(), torch.tensor([[2.0, -3.0]]).double()
    z = reparameterize(mu.expand(n, 2), logvar.expand(n, 2), normal(n, 2))
    sigma = (0.5 * logvar[0]).exp()
    assert ((z.mean(0) - mu[0]).abs() < 6 * sigma / n**0.5).all()
    assert ((z.std(0) / sigma - 1).abs() < 6 / (2 * n) ** 0.5).all()


def test_reparameterize_is_the_quantile_map():
    mu, logvar, eps = normal(5, 3), normal(5, 3, seed=1), normal(5, 3, seed=2)
    truth = stats.norm.ppf(stats.norm.cdf(eps), loc=mu, scale=logvar.exp().sqrt())
    torch.testing.assert_close(reparameterize(mu, logvar, eps), torch.as_tensor(truth), rtol=1e-6, atol=1e-6)


def test_reparameterized_gradients_are_those_of_the_expectation():
    # E z^2 = mu^2 + exp(logvar), whose derivatives are 2 mu and exp(logvar).
    n = 200_000
    mu = torch.tensor([[0.7]], dtype=torch.float64, requires_grad=True)
    logvar = torch.tensor([[-0.4]], dtype=torch.float64, requires_grad=True)
    eps = normal(n, 1)
    z = reparameterize(mu.expand(n, 1), logvar.expand(n, 1), eps)
    by_mu, by_logvar = torch.autograd.grad(z.square().mean(), [mu, logvar])
    sigma = (0.5 * logvar.detach()).exp()
    z = z.detach()
    for found, truth, terms in [
        (by_mu, 2 * mu, 2 * z),
        (by_logvar, logvar.exp(), z * sigma * eps),
    ]:
        assert abs(found.item() - truth.item()) < 6 * terms.std().item() / n**0.5


@pytest.mark.parametrize("shape", [(64, 7), (1, 1), (3, 1)])
def test_kl_agrees_with_torch_distributions(shape):
    mu, logvar = normal(*shape), normal(*shape, seed=1)
    truth = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(0.0, 1.0)).sum(-1)
    torch.testing.assert_close(gaussian_kl(mu, logvar), truth)


def test_kl_agrees_with_integration():
    mu, logvar = 0.8, -1.3
    q, p = stats.norm(mu, math.exp(0.5 * logvar)), stats.norm()
    truth, _ = integrate.quad(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), -10, 10)
    value = gaussian_kl(*torch.tensor([[[mu]], [[logvar]]], dtype=torch.float64))
    assert value.item() == pytest.approx(truth, rel=1e-8)


def test_kl_is_never_negative_and_keeps_small_values_in_float32():
    logvar = torch.tensor([[1e-4], [-1e-4], [0.0], [3e-3]])
    value = gaussian_kl(torch.zeros(4, 1), logvar)
    truth = kl_divergence(Normal(0.0, (0.5 * logvar.double()).exp()), Normal(0.0, 1.0)).sum(-1)
    assert (value >= 0).all()
    torch.testing.assert_close(value.double(), truth, rtol=2e-3, atol=1e-12)


@pytest.mark.parametrize("binary", [True, False])
def test_likelihood_agrees_with_scipy(binary):
    logits, x = 3 * normal(9, 5), pixels(9, 5)
    x = x.round() if binary else x
    truth = x * special.log_expit(logits.numpy()) + (1 - x) * special.log_expit(-logits.numpy())
    torch.testing.assert_close(bernoulli_log_likelihood(x, logits), truth.sum(1))
    if binary:
        torch.testing.assert_close(
            bernoulli_log_likelihood(x, logits), Bernoulli(logits=logits).log_prob(x).sum(1)
        )


def test_likelihood_is_a_distribution():
    images = torch.cartesian_prod(*[torch.tensor([0.0, 1.0]).double()] * 4)
    logits = normal(4).expand(16, 4)
    assert bernoulli_log_likelihood(images, logits).logsumexp(0).item() == pytest.approx(0, abs=1e-12)


def test_likelihood_is_finite_wherever_the_truth_is():
    x = torch.tensor([[1.0], [0.0], [1.0], [0.25]])
    logits = torch.tensor([[1e4], [-1e4], [-1e4], [1e4]], requires_grad=True)
    value = bernoulli_log_likelihood(x, logits)
    assert value.tolist() == [0.0, 0.0, -1e4, -7500.0]
    (slope,) = torch.autograd.grad(value.sum(), logits)
    torch.testing.assert_close(slope, x - logits.detach().sigmoid())


def test_likelihood_takes_samples_in_front():
    x, logits = pixels(3, 4), normal(5, 2, 3, 4)
    value = bernoulli_log_likelihood(x, logits)
    assert value.shape == (5, 2, 3)
    torch.testing.assert_close(value[4, 1], bernoulli_log_likelihood(x, logits[4, 1]))
    torch.testing.assert_close(value[:, 0], bernoulli_log_likelihood(x[None], logits[:, 0]))


@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0])
def test_elbo_is_the_likelihood_minus_beta_times_the_kl(beta):
    x, logits, mu, logvar = pixels(6, 5), normal(6, 5), normal(6, 2, seed=1), normal(6, 2, seed=2)
    kl = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(0.0, 1.0)).sum(-1)
    likelihood = Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(-1)
    torch.testing.assert_close(elbo(x, logits, mu, logvar, beta), likelihood - beta * kl)


def test_gradients_of_the_elbo_agree_with_finite_differences():
    x = pixels(3, 4)
    arguments = [normal(3, size, seed=size).requires_grad_() for size in (4, 2, 2)]
    assert torch.autograd.gradcheck(lambda *given: elbo(x, *given, 2.0), arguments)


def test_monte_carlo_is_the_mean_of_single_bounds():
    x, eps = pixels(4, 3), normal(6, 4, 2)
    A, B, C = normal(3, 2), normal(3, 2, seed=1), normal(2, 3, seed=2)
    mu, logvar = x @ A, x @ B
    single = [elbo(x, reparameterize(mu, logvar, noise) @ C, mu, logvar) for noise in eps]
    value = elbo_monte_carlo(x, lambda x: (x @ A, x @ B), lambda z: z @ C, eps)
    torch.testing.assert_close(value, torch.stack(single).mean(0))


def test_the_bound_lies_below_the_evidence_by_the_kl_to_the_posterior():
    # One latent, so that evidence and posterior are integrals over a line.
    C, mu, logvar = normal(1, 3), torch.tensor([[0.4]]).double(), torch.tensor([[-0.8]]).double()
    x = torch.tensor([[1.0, 0.0, 1.0]]).double()
    z, step = torch.linspace(-12, 12, 6001, dtype=torch.float64), 24 / 6000
    log_joint = Normal(0.0, 1.0).log_prob(z) + bernoulli_log_likelihood(x.expand(6001, 3), z[:, None] @ C)
    evidence = log_joint.logsumexp(0) + math.log(step)
    log_q = Normal(mu[0, 0], (0.5 * logvar[0, 0]).exp()).log_prob(z)
    gap = (log_q.exp() * (log_q - log_joint + evidence)).sum() * step
    # Noise at n equally probable quantiles integrates over q.
    n = 20_000
    eps = Normal(0.0, 1.0).icdf((torch.arange(n, dtype=torch.float64) + 0.5) / n).reshape(n, 1, 1)
    bound = elbo_monte_carlo(x, lambda _: (mu, logvar), lambda z: z @ C, eps)
    assert gap > 0.01
    assert bound.item() == pytest.approx((evidence - gap).item(), abs=1e-4)


def test_the_same_holds_where_everything_is_gaussian():
    """x = W z + noise: evidence and posterior in closed form, and the identity between the three terms."""
    W, x, noise = normal(4, 2), normal(4, seed=3), 0.5
    evidence = MultivariateNormal(torch.zeros(4).double(), W @ W.T + noise * torch.eye(4)).log_prob(x)
    precision = torch.eye(2) + W.T @ W / noise
    posterior = MultivariateNormal(precision.inverse() @ W.T @ x / noise, precision_matrix=precision)
    mu, logvar = normal(1, 2, seed=4), normal(1, 2, seed=5)
    q = MultivariateNormal(mu[0], logvar[0].exp().diag())
    mean, spread = W @ mu[0], (W @ logvar[0].exp().diag() @ W.T).diagonal()
    likelihood = (Normal(mean, noise**0.5).log_prob(x) - spread / (2 * noise)).sum()
    bound = likelihood - gaussian_kl(mu, logvar)[0]
    torch.testing.assert_close(evidence - bound, kl_divergence(q, posterior))


def test_decomposition_agrees_with_enumeration():
    for K in (1, 2, 7):
        log_joint, q = normal(K) - 3, normal(K, seed=1).softmax(0)
        bound, gap = evidence_decomposition(log_joint, q)
        evidence = math.log(math.fsum(log_joint.exp().tolist()))
        assert (bound + gap).item() == pytest.approx(evidence, rel=1e-12)
        truth = kl_divergence(Categorical(probs=q), Categorical(logits=log_joint))
        torch.testing.assert_close(gap, truth)
        assert (q * (log_joint - q.log())).sum().item() == pytest.approx(bound.item(), rel=1e-12)


def test_decomposition_has_no_gap_at_the_posterior_and_one_elsewhere():
    log_joint = normal(5) - 800  # far below the smallest float64
    bound, gap = evidence_decomposition(log_joint, log_joint.softmax(0))
    assert abs(gap.item()) < 1e-12
    assert bound.item() == pytest.approx(log_joint.logsumexp(0).item())
    assert evidence_decomposition(log_joint, torch.full((5,), 0.2).double())[1] > 0.01


def test_decomposition_allows_zeros():
    log_joint, q = normal(3), torch.tensor([0.0, 1.0, 0.0]).double()
    bound, gap = evidence_decomposition(log_joint, q)
    assert bound == log_joint[1]
    torch.testing.assert_close(gap, log_joint.logsumexp(0) - log_joint[1])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype(dtype):
    x, mu = torch.ones(2, 3, dtype=dtype), torch.zeros(2, 2, dtype=dtype)
    values = [
        reparameterize(mu, mu, mu),
        gaussian_kl(mu, mu),
        bernoulli_log_likelihood(x, x),
        elbo(x, x, mu, mu),
        elbo_monte_carlo(x, lambda _: (mu, mu), lambda z: z[..., [0, 0, 0]], mu.expand(4, 2, 2)),
        *evidence_decomposition(mu[0], torch.tensor([0.5, 0.5], dtype=dtype)),
    ]
    assert {value.dtype for value in values} == {dtype}


ONE, ZEROS = torch.ones(1, 1), torch.zeros(2, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reparameterize(ZEROS, torch.zeros(2, 2), ZEROS), r"one shape.*\(2, 2\)"),
        (lambda: reparameterize(ZEROS, ZEROS, torch.zeros(3, 2)), r"mu and eps must.*\(3, 2\)"),
        (lambda: reparameterize(ZEROS, ZEROS, torch.zeros(2, 1)), r"mu and eps must.*\(2, 1\)"),
        (lambda: gaussian_kl(torch.tensor(0.0), torch.tensor(0.0)), r"\(N, Z\); got \(\)"),
        (lambda: bernoulli_log_likelihood(ZEROS, torch.ones(3, 2)), r"x and logits must.*\(3, 2\)"),
        (lambda: bernoulli_log_likelihood(1.5 * ONE, ONE), r"in \[0, 1\]; got 1.5"),
        (lambda: bernoulli_log_likelihood(math.nan * ONE, ONE), "got nan"),
        (lambda: elbo(ONE, ONE, ONE, ONE, -1.0), "got -1.0"),
        (lambda: elbo(ZEROS, ZEROS, torch.ones(4, 1), torch.ones(4, 1)), r"\(2, 3\) and \(4, 1\)"),
        (lambda: elbo_monte_carlo(ONE, lambda x: (x, x), lambda z: z, ONE), r"\(S, N, Z\)"),
        (lambda: evidence_decomposition(torch.zeros(2), torch.ones(3) / 3), r"\(K,\).*\(2,\) and \(3,\)"),
        (lambda: evidence_decomposition(torch.zeros(2), torch.ones(2)), "sum to 1"),
        (lambda: evidence_decomposition(torch.zeros(2), torch.tensor([1.5, -0.5])), "probabilities that sum"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
