"""The linear-Gaussian model: against scipy, integration on grids, conditioning, autograd and draws."""

import math

import pytest
import torch
from scipy import stats
from torch import Tensor
from torch.distributions import MultivariateNormal, Normal

from genai_lab.probability.divergences import gaussian_kl_divergence
from genai_lab.probability.gaussian import gaussian_condition
from genai_lab.probability.linear_gaussian import (
    linear_gaussian_elbo,
    linear_gaussian_log_joint,
    linear_gaussian_log_likelihood,
    linear_gaussian_log_prob,
    linear_gaussian_posterior,
    linear_gaussian_sample,
    mean_field_posterior,
    naive_relative_variance,
)

SIZES = [(1, 1), (2, 1), (1, 3), (3, 3), (6, 2), (2, 5)]  # D, Z
Model = tuple[Tensor, Tensor, float]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=generator(seed), dtype=torch.float64)


def model(n_features: int, n_latent: int, noise_std: float = 0.7) -> Model:
    return normal(n_features, n_latent, seed=1), normal(n_features, seed=2), noise_std


def covariance(weight: Tensor, noise_std: float) -> Tensor:
    return weight @ weight.T + noise_std**2 * torch.eye(len(weight), dtype=weight.dtype)


def grid(n_latent: int, n: int = 201, reach: float = 9.0) -> tuple[Tensor, float]:
    """Latents on a grid about 0, shape (n^Z, Z), and the logarithm of a cell's volume."""
    line = torch.linspace(-reach, reach, n, dtype=torch.float64)
    return torch.cartesian_prod(*[line] * n_latent).reshape(-1, n_latent), n_latent * math.log(
        2 * reach / (n - 1)
    )


@pytest.mark.parametrize(("n_features", "n_latent"), SIZES)
@pytest.mark.parametrize("noise_std", [0.1, 0.7, 3.0])
def test_log_prob_agrees_with_scipy(n_features, n_latent, noise_std):
    weight, bias, _ = model(n_features, n_latent)
    x = 2 * normal(5, n_features)
    truth = stats.multivariate_normal(bias.numpy(), covariance(weight, noise_std).numpy()).logpdf(x.numpy())
    ours = linear_gaussian_log_prob(x, weight, bias, noise_std)
    torch.testing.assert_close(ours, torch.as_tensor(truth), rtol=1e-9, atol=1e-9)
    low_rank = torch.distributions.LowRankMultivariateNormal(
        bias, weight, torch.full_like(bias, noise_std**2)
    )
    torch.testing.assert_close(ours, low_rank.log_prob(x))


@pytest.mark.parametrize(("n_features", "n_latent"), [(1, 1), (3, 1), (2, 2)])
def test_log_prob_is_the_integral_over_the_latents(n_features, n_latent):
    parameters, x = model(n_features, n_latent), normal(4, n_features)
    z, log_cell = grid(n_latent)
    summed = linear_gaussian_log_joint(x, z[:, None], *parameters).logsumexp(0) + log_cell
    torch.testing.assert_close(linear_gaussian_log_prob(x, *parameters), summed)


def test_log_prob_with_hundreds_of_features_little_noise_and_few_bits():
    weight, bias, _ = model(400, 3)
    x, _ = linear_gaussian_sample(6, weight, bias, 0.02, generator())
    truth = MultivariateNormal(bias, covariance(weight, 0.02)).log_prob(x)
    torch.testing.assert_close(linear_gaussian_log_prob(x, weight, bias, 0.02), truth)
    few = linear_gaussian_log_prob(x.float(), weight.float(), bias.float(), 0.02)
    assert few.dtype == torch.float32
    torch.testing.assert_close(few.double(), truth, rtol=1e-3, atol=0)


@pytest.mark.parametrize(("n_features", "n_latent"), SIZES)
def test_posterior_is_the_joint_conditioned_on_x(n_features, n_latent):
    weight, bias, noise_std = model(n_features, n_latent)
    eye = torch.eye(n_latent, dtype=torch.float64)
    rows = torch.cat([covariance(weight, noise_std), weight], 1), torch.cat([weight.T, eye], 1)
    x, mean = normal(4, n_features), torch.cat([bias, torch.zeros(n_latent, dtype=torch.float64)])
    means, spread = linear_gaussian_posterior(x, weight, bias, noise_std)
    assert means.shape == (4, n_latent)
    for example, ours in zip(x, means, strict=True):
        truth = gaussian_condition(example, range(n_features), mean, torch.cat(rows))
        torch.testing.assert_close(ours, truth[0])
        torch.testing.assert_close(spread, truth[1])


def test_posterior_has_the_moments_that_a_grid_of_latents_shows():
    parameters, x = model(3, 2), normal(1, 3)
    z, _ = grid(2)
    share = linear_gaussian_log_joint(x, z[:, None], *parameters).softmax(0)[:, 0]
    mean, spread = linear_gaussian_posterior(x, *parameters)
    torch.testing.assert_close(share @ z, mean[0])
    torch.testing.assert_close((z - mean).T @ ((z - mean) * share[:, None]), spread)


@pytest.mark.parametrize(("n_features", "n_latent"), SIZES)
def test_bayes_rule_holds_at_every_latent(n_features, n_latent):
    parameters, x, z = model(n_features, n_latent), normal(4, n_features), normal(7, 4, n_latent, seed=5)
    posterior = MultivariateNormal(*linear_gaussian_posterior(x, *parameters))
    evidence = linear_gaussian_log_joint(x, z, *parameters) - posterior.log_prob(z)
    torch.testing.assert_close(evidence, linear_gaussian_log_prob(x, *parameters).expand(7, 4))


def test_log_likelihood_and_log_joint_are_normal_densities_and_broadcast():
    weight, bias, noise_std = model(3, 2)
    x, z = normal(4, 3), normal(6, 5, 4, 2)
    likelihood = Normal(z @ weight.T + bias, noise_std).log_prob(x).sum(-1)
    torch.testing.assert_close(linear_gaussian_log_likelihood(x, z, weight, bias, noise_std), likelihood)
    joint = likelihood + Normal(0.0, 1.0).log_prob(z).sum(-1)
    torch.testing.assert_close(linear_gaussian_log_joint(x, z, weight, bias, noise_std), joint)
    shared = linear_gaussian_log_joint(x, z[:, 0, :1], weight, bias, noise_std)
    repeated = linear_gaussian_log_joint(x, z[:, 0, :1].expand(-1, 4, -1), weight, bias, noise_std)
    torch.testing.assert_close(shared, repeated)


@pytest.mark.parametrize(("n_features", "n_latent"), SIZES)
def test_elbo_falls_short_of_log_p_by_the_divergence_from_the_posterior(n_features, n_latent):
    parameters, x = model(n_features, n_latent), normal(4, n_features)
    mu, logvar = normal(4, n_latent, seed=3), normal(4, n_latent, seed=4)
    bound = linear_gaussian_elbo(x, mu, logvar, *parameters)
    evidence = linear_gaussian_log_prob(x, *parameters)
    mean, spread = linear_gaussian_posterior(x, *parameters)
    gap = gaussian_kl_divergence(mu, torch.diag_embed(logvar.exp()), mean, spread.expand(4, -1, -1))
    assert (bound < evidence).all()
    torch.testing.assert_close(evidence - bound, gap)


def test_elbo_is_the_average_of_log_weights():
    parameters, x, n = model(3, 2), normal(4, 3), 100_000
    mu, logvar = normal(4, 2, seed=3), normal(4, 2, seed=4)
    q = Normal(mu, (0.5 * logvar).exp())
    z = mu + q.stddev * normal(n, 4, 2, seed=6)
    log_weights = linear_gaussian_log_joint(x, z, *parameters) - q.log_prob(z).sum(-1)
    bound = linear_gaussian_elbo(x, mu, logvar, *parameters)
    assert ((log_weights.mean(0) - bound).abs() < 5 * log_weights.std(0) / n**0.5).all()


@pytest.mark.parametrize("n_latent", [1, 3])
def test_elbo_is_tight_where_the_posterior_is_diagonal(n_latent):
    weight = torch.linalg.qr(normal(5, n_latent)).Q * torch.arange(1.0, n_latent + 1, dtype=torch.float64)
    x, bias = normal(4, 5, seed=3), normal(5, seed=2)
    q = mean_field_posterior(x, weight, bias, 0.6)
    evidence = linear_gaussian_log_prob(x, weight, bias, 0.6)
    torch.testing.assert_close(linear_gaussian_elbo(x, *q, weight, bias, 0.6), evidence)


def test_gradients_are_right():
    weight, bias, noise_std = model(3, 2)
    tensors = [tensor.requires_grad_() for tensor in (normal(4, 3), weight, bias)]
    assert torch.autograd.gradcheck(lambda *given: linear_gaussian_log_prob(*given, noise_std), tensors)
    q = normal(4, 2, seed=3).requires_grad_(), normal(4, 2, seed=4).requires_grad_()
    assert torch.autograd.gradcheck(
        lambda x, W, b, mu, logvar: linear_gaussian_elbo(x, mu, logvar, W, b, noise_std), [*tensors, *q]
    )


@pytest.mark.parametrize(("n_features", "n_latent"), SIZES)
def test_mean_field_beats_a_thousand_other_diagonal_gaussians(n_features, n_latent):
    parameters, x = model(n_features, n_latent), normal(1, n_features)
    mu, logvar = mean_field_posterior(x, *parameters)
    best = linear_gaussian_elbo(x, mu, logvar, *parameters)
    sizes = torch.logspace(-2, 0.5, 1000, dtype=torch.float64)[:, None]
    others = (
        mu + sizes * normal(1000, n_latent, seed=5),
        logvar + sizes * normal(1000, n_latent, seed=6),
    )
    assert (linear_gaussian_elbo(x.expand(1000, -1), *others, *parameters) < best).all()


def test_mean_field_is_where_gradient_ascent_on_the_elbo_ends():
    parameters, x = model(4, 3), normal(5, 4)
    mu, logvar = (torch.zeros(5, 3, dtype=torch.float64, requires_grad=True) for _ in range(2))
    optimizer = torch.optim.LBFGS([mu, logvar], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = -linear_gaussian_elbo(x, mu, logvar, *parameters).sum()
        value.backward()
        return value

    optimizer.step(loss)
    for found, truth in zip((mu, logvar), mean_field_posterior(x, *parameters), strict=True):
        torch.testing.assert_close(found.detach(), truth, rtol=0, atol=1e-4)


def test_mean_field_is_narrower_than_the_marginals_which_are_not_best():
    parameters, x = (2 * normal(2, 3, seed=1), normal(2, seed=2), 0.3), normal(4, 2)
    mu, logvar = mean_field_posterior(x, *parameters)
    mean, spread = linear_gaussian_posterior(x, *parameters)
    marginals = spread.diagonal().log().expand(4, 3)
    torch.testing.assert_close(mu, mean)
    assert (logvar < marginals).all()
    best = linear_gaussian_elbo(x, mu, logvar, *parameters)
    assert (linear_gaussian_elbo(x, mu, marginals, *parameters) < best - 0.1).all()
    # The variances are those of each latent where the others are known.
    torch.testing.assert_close(logvar[0].exp(), 1 / torch.linalg.inv(spread).diagonal())


def test_samples_have_the_moments_of_the_model():
    weight, bias, noise_std = model(3, 2)
    n = 50_000
    x, z = linear_gaussian_sample(n, weight, bias, noise_std, generator())
    both, eye = torch.cat([x - bias, z], 1), torch.eye(2, dtype=torch.float64)
    rows = torch.cat([covariance(weight, noise_std), weight], 1), torch.cat([weight.T, eye], 1)
    joint = torch.cat(rows)
    variances = joint.diagonal()
    assert (both.mean(0).abs() < 5 * (variances / n).sqrt()).all()
    error = ((variances[:, None] * variances + joint**2) / n).sqrt()
    assert ((both.T @ both / n - joint).abs() < 5 * error).all()


def test_samples_follow_the_generator_and_the_dtype():
    weight, bias, noise_std = model(3, 2)
    first, again = (linear_gaussian_sample(4, weight, bias, noise_std, generator(7)) for _ in range(2))
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    x, z = linear_gaussian_sample(4, weight.float(), bias.float(), noise_std)
    assert (x.dtype, z.dtype, x.shape, z.shape) == (torch.float32, torch.float32, (4, 3), (4, 2))


@pytest.mark.parametrize(("n_features", "n_latent"), [(1, 1), (3, 1), (2, 2)])
def test_relative_variance_is_the_integral_over_the_latents(n_features, n_latent):
    parameters, x = model(n_features, n_latent), normal(4, n_features)
    z, log_cell = grid(n_latent)
    log_prior = Normal(0.0, 1.0).log_prob(z).sum(-1)[:, None]
    likelihood = linear_gaussian_log_likelihood(x, z[:, None], *parameters)
    evidence = (likelihood + log_prior).logsumexp(0) + log_cell
    deviation = (likelihood - evidence).exp() - 1
    truth = (deviation.square() * (log_prior + log_cell).exp()).sum(0)
    torch.testing.assert_close(naive_relative_variance(x, *parameters), truth)


@pytest.mark.parametrize("n_latent", [1, 2, 4])
def test_relative_variance_is_what_draws_of_the_prior_show(n_latent):
    parameters, n = model(3, n_latent, 1.5), 200_000
    x = normal(2, 3, seed=8)
    log_p = linear_gaussian_log_likelihood(x, normal(n, 1, n_latent, seed=9), *parameters)
    squares = ((log_p - linear_gaussian_log_prob(x, *parameters)).exp() - 1).square()
    error = squares.std(0) / n**0.5
    assert ((squares.mean(0) - naive_relative_variance(x, *parameters)).abs() < 5 * error).all()


def test_relative_variance_multiplies_over_independent_latents():
    # Where each latent has a feature of its own, 1 + variance is a product: it grows like a power of Z.
    x, scales = normal(3, 6), normal(6).abs() + 0.5
    zero = torch.zeros(6, dtype=torch.float64)
    product, before = torch.ones(3, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    for k in range(6):
        alone = naive_relative_variance(x[:, k : k + 1], scales[k : k + 1, None], zero[:1], 0.4)
        product = product * (1 + alone)
        all_so_far = naive_relative_variance(x[:, : k + 1], scales[: k + 1].diag(), zero[: k + 1], 0.4)
        torch.testing.assert_close(1 + all_so_far, product)
        assert (all_so_far > before).all()
        before = all_so_far


def test_relative_variance_stays_on_the_log_scale():
    weight, zero = torch.eye(300, dtype=torch.float64), torch.zeros(300, dtype=torch.float64)
    x = torch.zeros(1, 300, dtype=torch.float64)
    # Each p(x | z) is below the smallest float; for one latent the ratio is (1 + v) / sqrt(v (2 + v)).
    v = 4.0**2
    ratio = 300 * math.log((1 + v) / math.sqrt(v * (2 + v)))
    value = naive_relative_variance(x, weight, zero, 4.0)
    torch.testing.assert_close(value, torch.tensor([math.expm1(ratio)], dtype=torch.float64))
    assert naive_relative_variance(x, weight, zero, 1e-3).isposinf().all()


W, B, X = torch.ones(3, 2), torch.zeros(3), torch.zeros(4, 3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: linear_gaussian_log_prob(X, W[0], B, 1.0), r"\(D, Z\) and \(D,\); got \(2,\)"),
        (lambda: linear_gaussian_log_prob(X, W, B[:2], 1.0), r"got \(3, 2\) and \(2,\)"),
        (lambda: linear_gaussian_posterior(X, W, B, 0.0), "above 0 and finite; got 0.0"),
        (lambda: mean_field_posterior(X, W, B, math.nan), "got nan"),
        (lambda: naive_relative_variance(X, W, B, math.inf), "got inf"),
        (lambda: linear_gaussian_posterior(X[:, :2], W, B, 1.0), r"\(N, 3\), N at least 1; got \(4, 2\)"),
        (lambda: linear_gaussian_log_prob(X[0], W, B, 1.0), r"got \(3,\)"),
        (lambda: linear_gaussian_log_prob(X[:0], W, B, 1.0), r"got \(0, 3\)"),
        (lambda: linear_gaussian_log_prob(X.double(), W, B, 1.0), "torch.float32, torch.float64"),
        (lambda: linear_gaussian_log_prob(X.long(), W.long(), B.long(), 1.0), "floating-point"),
        (lambda: linear_gaussian_elbo(X, X[:, :2], X[:1, :2], W, B, 1.0), r"got \(4, 2\) and \(1, 2\)"),
        (lambda: linear_gaussian_elbo(X, X, X, W, B, 1.0), r"shape \(4, 2\)"),
        (lambda: linear_gaussian_log_likelihood(X, X, W, B, 1.0), r"z must have shape .*got \(4, 3\)"),
        (lambda: linear_gaussian_log_joint(X, X[:3, :2], W, B, 1.0), r"got \(3, 2\)"),
        (lambda: linear_gaussian_sample(0, W, B, 1.0), "n must be at least 1; got 0"),
        (lambda: linear_gaussian_sample(2, W, B, -1.0), "got -1"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
