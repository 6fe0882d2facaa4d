"""Gradient estimators: terms against autograd, means against exact gradients, variances in their order."""

import itertools
import math

import pytest
import torch
from numpy.polynomial.hermite_e import hermegauss
from torch.distributions import Bernoulli, Normal

from genai_lab.probability import gradient_estimators, linear_gaussian

S = 40_000


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=seeded(seed), dtype=torch.float64)


def unbiased(terms: torch.Tensor, truth: torch.Tensor, n_errors: float = 5.0) -> bool:
    """Whether the mean of independent terms lies within some standard errors of the truth."""
    error = terms.std(0) / len(terms) ** 0.5
    return bool(((terms.mean(0) - truth).abs() <= n_errors * error).all())


class Quadratic:
    """f(z) = z^T A z / 2 + b z + c, whose average under a Gaussian is known."""

    def __init__(self, n_latent: int, offset: float = 0.0) -> None:
        A = normal(n_latent, n_latent, seed=11)
        self.A, self.b, self.offset = A @ A.T, normal(n_latent, seed=12), offset

    def __call__(self, z: torch.Tensor) -> torch.Tensor:
        return 0.5 * ((z @ self.A) * z).sum(-1) + z @ self.b + self.offset

    def gradient(self, mu: torch.Tensor, logvar: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """E f = mu^T A mu / 2 + sum_k A_kk sigma_k^2 / 2 + b mu + c."""
        return self.A @ mu + self.b, 0.5 * self.A.diagonal() * logvar.exp()


def q(n_latent: int = 3) -> tuple[torch.Tensor, torch.Tensor]:
    return normal(n_latent, seed=1), 0.5 * normal(n_latent, seed=2)


def hermite(n_latent: int, n: int = 8) -> tuple[torch.Tensor, torch.Tensor]:
    """Points of standard normal noise, and weights that make averages of polynomials exact."""
    nodes, weights = (torch.from_numpy(values) for values in hermegauss(n))
    points = torch.tensor(list(itertools.product(nodes.tolist(), repeat=n_latent)), dtype=torch.float64)
    shares = torch.tensor(list(itertools.product(weights.tolist(), repeat=n_latent)), dtype=torch.float64)
    shares = shares.prod(1)
    return points, shares / shares.sum()


def test_score_function_terms_are_f_times_the_slopes_that_autograd_finds():
    mu, logvar = q()
    z, f = normal(7, 3, seed=3), normal(7, seed=4)
    m, v = (tensor.expand(7, 3).clone().requires_grad_() for tensor in (mu, logvar))
    score = torch.autograd.grad(Normal(m, (v / 2).exp()).log_prob(z).sum(), (m, v))
    found = gradient_estimators.score_function_gradient(f, z, mu, logvar)
    for terms, slope in zip(found, score, strict=True):
        torch.testing.assert_close(terms, f[:, None] * slope)


def test_pathwise_terms_are_the_slopes_that_finite_differences_find():
    mu, logvar = q()
    eps, h = normal(5, 3, seed=3), 1e-6

    def f(z: torch.Tensor) -> torch.Tensor:
        return z.sin().prod(-1) + (z @ mu).exp()

    def at(m: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        return f(m + (v / 2).exp() * eps)

    by_mu, by_logvar = gradient_estimators.pathwise_gradient(f, mu, logvar, eps)
    for k, step in enumerate(h * torch.eye(3, dtype=torch.float64)):
        slope = (at(mu + step, logvar) - at(mu - step, logvar)) / (2 * h)
        torch.testing.assert_close(by_mu[:, k], slope, rtol=1e-6, atol=1e-8)
        slope = (at(mu, logvar + step) - at(mu, logvar - step)) / (2 * h)
        torch.testing.assert_close(by_logvar[:, k], slope, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("n_latent", [1, 3])
def test_both_estimators_have_the_exact_gradient_as_their_mean(n_latent: int):
    f, (mu, logvar) = Quadratic(n_latent, offset=2.0), q(n_latent)
    eps, share = hermite(n_latent)
    z = mu + (logvar / 2).exp() * eps
    truth = f.gradient(mu, logvar)
    for found in (
        gradient_estimators.score_function_gradient(f(z), z, mu, logvar),
        gradient_estimators.pathwise_gradient(f, mu, logvar, eps),
    ):
        for terms, gradient in zip(found, truth, strict=True):
            torch.testing.assert_close(share @ terms, gradient)


@pytest.mark.parametrize("seed", [0, 1])
def test_estimates_from_draws_lie_within_five_standard_errors(seed: int):
    f, (mu, logvar) = Quadratic(3, offset=2.0), q()
    eps = normal(S, 3, seed=100 + seed)
    z = mu + (logvar / 2).exp() * eps
    values = f(z)
    baseline = gradient_estimators.leave_one_out_baseline(values)
    truth = f.gradient(mu, logvar)
    for found in (
        gradient_estimators.score_function_gradient(values, z, mu, logvar),
        gradient_estimators.score_function_gradient(values - baseline, z, mu, logvar),
        gradient_estimators.pathwise_gradient(f, mu, logvar, eps),
    ):
        assert all(unbiased(terms, gradient) for terms, gradient in zip(found, truth, strict=True))


def test_gradient_of_the_elbo_of_a_linear_gaussian_model():
    weight, bias = normal(4, 2, seed=5), normal(4, seed=6)
    x, (mu, logvar) = normal(1, 4, seed=7), q(2)
    m, v = mu.clone().requires_grad_(), logvar.clone().requires_grad_()
    elbo = linear_gaussian.linear_gaussian_elbo(x, m[None], v[None], weight, bias, 0.7)
    truth = torch.autograd.grad(elbo.sum(), (m, v))

    def integrand(z: torch.Tensor) -> torch.Tensor:
        # log q at the parameters of now: the slope of its parameters has the mean 0.
        log_q = Normal(mu, (logvar / 2).exp()).log_prob(z).sum(-1)
        return linear_gaussian.linear_gaussian_log_joint(x, z[:, None], weight, bias, 0.7)[:, 0] - log_q

    eps = normal(S, 2, seed=8)
    z = mu + (logvar / 2).exp() * eps
    for found in (
        gradient_estimators.score_function_gradient(integrand(z), z, mu, logvar),
        gradient_estimators.pathwise_gradient(integrand, mu, logvar, eps),
    ):
        assert all(unbiased(terms, gradient) for terms, gradient in zip(found, truth, strict=True))


def test_variances_on_a_square_come_in_the_order_that_can_be_proved():
    # f = z^2 + c, q = N(mu, 1), along mu, with z = mu + e and the moments 1, 3, 15 of e^2, e^4, e^6:
    #   pathwise 2z                   4
    #   score    (z^2 + c) e          E[(e^2 + 2 mu e + a)^2 e^2] - (2 mu)^2,  a = mu^2 + c
    #                                 = 15 + 12 mu^2 + 6 a + a^2 - 4 mu^2
    #   baseline b: a becomes a - b; b = 1 + a is the mean of f, b = 3 + a the best.
    m, c = 1.5, 2.0
    a = m**2 + c

    def variance(b: float) -> float:
        return 15 + 8 * m**2 + 6 * (a - b) + (a - b) ** 2

    score, mean_baseline, best, pathwise = variance(0.0), variance(1 + a), variance(3 + a), 4.0
    assert score > mean_baseline > best > pathwise
    mu, logvar = torch.tensor([m]).double(), torch.zeros(1).double()
    eps, share = hermite(1)
    z = mu + eps
    f = z[:, 0].square() + c

    def exact(terms: torch.Tensor) -> float:
        return float(share @ terms.square() - (share @ terms).square())

    for b, truth in [(0.0, score), (1 + a, mean_baseline), (3 + a, best)]:
        terms, _ = gradient_estimators.score_function_gradient(f - b, z, mu, logvar)
        assert exact(terms) == pytest.approx(truth)
    terms, _ = gradient_estimators.pathwise_gradient(lambda z: z[:, 0].square() + c, mu, logvar, eps)
    assert exact(terms) == pytest.approx(pathwise)

    # From draws. A baseline from the other S - 1 draws adds its own variance over S - 1, which S hides.
    eps = normal(S, 1, seed=9)
    z = mu + eps
    f = z[:, 0].square() + c
    scores, _ = gradient_estimators.score_function_gradient(torch.ones_like(f), z, mu, logvar)
    baselines = [
        0.0,
        gradient_estimators.leave_one_out_baseline(f),
        gradient_estimators.optimal_baseline(f, scores),
    ]
    for b, truth in zip(baselines, (score, mean_baseline, best), strict=True):
        terms, _ = gradient_estimators.score_function_gradient(f - b, z, mu, logvar)
        assert terms.var().item() == pytest.approx(truth, rel=0.1)


def test_leave_one_out_is_the_mean_of_the_others():
    f = 1e3 + normal(6)
    truth = torch.stack([torch.cat([f[:s], f[s + 1 :]]).mean() for s in range(6)])
    torch.testing.assert_close(gradient_estimators.leave_one_out_baseline(f), truth)
    torch.testing.assert_close(gradient_estimators.leave_one_out_baseline(f).mean(), f.mean())


def test_a_shared_mean_shrinks_the_gradient_and_leave_one_out_does_not():
    # With S = 2 draws a time, in very many times: the mean of both gives half of the gradient.
    mu, logvar = torch.tensor([1.0]).double(), torch.zeros(1).double()
    z = 1 + normal(S, 2, 1, seed=10)
    f = z[..., 0].square()
    score = z - mu

    def estimate(baseline: torch.Tensor) -> torch.Tensor:
        return ((f - baseline)[..., None] * score).mean(1)

    others = torch.stack([gradient_estimators.leave_one_out_baseline(pair) for pair in f[:2000]])
    torch.testing.assert_close(others, f[:2000].flip(1))
    truth = torch.tensor([2.0]).double()
    assert unbiased(estimate(f.flip(1)), truth)
    assert unbiased(estimate(f.mean(1, keepdim=True)), truth / 2)
    terms, _ = gradient_estimators.score_function_gradient(f[0], z[0], mu, logvar)
    torch.testing.assert_close(terms, f[0][:, None] * score[0])


def test_optimal_baseline_leaves_less_variance_than_any_other():
    f, (mu, logvar) = Quadratic(3, offset=5.0), q()
    eps, share = hermite(3, 6)
    z = mu + (logvar / 2).exp() * eps
    ones = torch.ones(len(z)).double()
    scores = torch.cat(gradient_estimators.score_function_gradient(ones, z, mu, logvar), 1)
    # The weights of the points stand in for the frequencies of draws.
    best = gradient_estimators.optimal_baseline(f(z), share.sqrt()[:, None] * scores)

    def second_moment(b: torch.Tensor) -> torch.Tensor:
        return share @ ((f(z)[:, None] - b) * scores).square()

    for shift in (-3.0, -0.1, 0.1, 3.0):
        assert (second_moment(best) < second_moment(best + shift)).all()


@pytest.mark.parametrize("n_latent", [1, 4])
def test_bernoulli_terms_weighted_with_their_chances_are_the_gradient(n_latent: int):
    every = torch.tensor(list(itertools.product([0.0, 1.0], repeat=n_latent)), dtype=torch.float64)
    f, logits = normal(len(every), seed=3), normal(n_latent, seed=4).requires_grad_()
    chances = Bernoulli(logits=logits).log_prob(every).sum(-1).exp()
    (gradient,) = torch.autograd.grad((chances * f).sum(), logits)
    terms = gradient_estimators.bernoulli_score_gradient(f, every, logits)
    torch.testing.assert_close(chances.detach() @ terms, gradient)
    assert not terms.requires_grad


def test_bernoulli_estimates_from_draws_with_and_without_baseline():
    logits, W = normal(5, seed=5), normal(5, seed=6)
    every = torch.tensor(list(itertools.product([0.0, 1.0], repeat=5)), dtype=torch.float64)

    def f(z: torch.Tensor) -> torch.Tensor:
        return (z @ W).sin() + 3

    at = logits.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(
        (Bernoulli(logits=at).log_prob(every).sum(-1).exp() * f(every)).sum(), at
    )
    z = torch.bernoulli(logits.sigmoid().expand(S, 5), generator=seeded())
    values = f(z)
    plain = gradient_estimators.bernoulli_score_gradient(values, z, logits)
    baseline = gradient_estimators.leave_one_out_baseline(values)
    better = gradient_estimators.bernoulli_score_gradient(values - baseline, z, logits)
    assert unbiased(plain, gradient)
    assert unbiased(better, gradient)
    assert (better.var(0) < 0.5 * plain.var(0)).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_stays_and_extreme_widths_stay_finite(dtype: torch.dtype):
    mu, eps = torch.zeros(2, dtype=dtype), normal(3, 2).to(dtype)
    for width in (-20.0, 20.0):
        logvar = torch.full((2,), width, dtype=dtype)
        z = (logvar / 2).exp() * eps
        for terms in (
            *gradient_estimators.score_function_gradient(z.sum(-1), z, mu, logvar),
            *gradient_estimators.pathwise_gradient(lambda z: z.sum(-1), mu, logvar, eps),
        ):
            assert terms.dtype == dtype
            assert terms.isfinite().all()
    assert gradient_estimators.leave_one_out_baseline(eps[:, 0]).dtype == dtype
    assert gradient_estimators.bernoulli_score_gradient(eps[:, 0], eps, mu).dtype == dtype
    assert gradient_estimators.optimal_baseline(eps[:, 0], eps).dtype == dtype


def test_pathwise_works_where_gradients_are_off_and_leaves_none_behind():
    mu, logvar = (tensor.requires_grad_() for tensor in q())
    with torch.no_grad():
        terms = gradient_estimators.pathwise_gradient(lambda z: z.exp().sum(-1), mu, logvar, normal(4, 3))
    assert not any(tensor.requires_grad for tensor in terms)
    assert mu.grad is None
    truth = (mu + (logvar / 2).exp() * normal(4, 3)).exp().detach()
    torch.testing.assert_close(terms[0], truth)


two, three = torch.zeros(2), torch.zeros(3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: gradient_estimators.score_function_gradient(two, torch.zeros(3, 2), two, two),
            "f, z and mu",
        ),
        (
            lambda: gradient_estimators.score_function_gradient(three, torch.zeros(3, 2), two, three),
            "one shape",
        ),
        (lambda: gradient_estimators.score_function_gradient(three, torch.zeros(3, 2), three, three), "f, z"),
        (lambda: gradient_estimators.leave_one_out_baseline(torch.zeros(1)), r"S at least 2; got \(1,\)"),
        (lambda: gradient_estimators.leave_one_out_baseline(torch.zeros(3, 1)), "shape"),
        (lambda: gradient_estimators.optimal_baseline(two, torch.zeros(3, 1)), "shapes"),
        (lambda: gradient_estimators.optimal_baseline(two, torch.zeros(2, 1)), "all 0"),
        (lambda: gradient_estimators.pathwise_gradient(torch.sin, two, two, torch.zeros(4, 3)), "eps"),
        (lambda: gradient_estimators.pathwise_gradient(torch.sin, two, two, torch.zeros(4, 2)), "one value"),
        (
            lambda: gradient_estimators.pathwise_gradient(torch.sin, two, three, torch.zeros(4, 2)),
            "one shape",
        ),
        (
            lambda: gradient_estimators.bernoulli_score_gradient(two, torch.zeros(3, 2), two),
            "f, z and logits",
        ),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_switch_made_from_uniform_noise_has_no_slope_almost_everywhere():
    # Why there is no pathwise estimator: finite differences of 1[u < p] are 0, but for a jump of size 1/h.
    u, p, h = torch.rand(10_000, generator=seeded(), dtype=torch.float64), 0.3, 1e-7
    slopes = ((u < p + h).double() - (u < p).double()) / h
    assert (slopes == 0).all()
    exact = 1.0  # d E[z] / dp
    logit = math.log(p / (1 - p))
    z = (u < p).double()
    terms = gradient_estimators.bernoulli_score_gradient(z, z[:, None], torch.tensor([logit]).double())
    assert unbiased(terms, torch.tensor([exact * p * (1 - p)]).double())
