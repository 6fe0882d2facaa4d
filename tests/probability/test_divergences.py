"""Divergences: against scipy, torch.distributions, Monte Carlo, quadrature and an optimum's conditions."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, special, stats
from torch.distributions import Categorical, MultivariateNormal
from torch.distributions import kl_divergence as torch_kl

from genai_lab.probability.divergences import (
    fit_forward_kl,
    fit_reverse_kl,
    gaussian_kl_divergence,
    kl_divergence,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def distributions(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=generator(seed)).mul(3).softmax(-1)


def gaussians(*shape: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Means (*shape) and covariances (*shape, D)."""
    mean, factor = (torch.randn(*size, dtype=torch.float64, generator=generator(seed + i))
                    for i, size in enumerate((shape, (*shape, shape[-1]))))  # fmt: skip
    return mean, factor @ factor.mT + 0.3 * torch.eye(shape[-1], dtype=torch.float64)


class TestKlDivergence:
    @pytest.mark.parametrize("shape", [(4,), (5, 3), (2, 5, 7)])
    def test_agrees_with_scipy_and_torch(self, shape):
        q, p = distributions(*shape), distributions(*shape, seed=1)
        ours = kl_divergence(q, p)
        torch.testing.assert_close(ours, torch.from_numpy(np.array(special.rel_entr(q, p).sum(-1))))
        torch.testing.assert_close(ours, torch_kl(Categorical(q), Categorical(p)))

    def test_zeros(self):
        q = torch.tensor([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
        p = torch.tensor([[1 / 3, 1 / 3, 1 / 3], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
        expected = torch.tensor([math.log(1.5), math.inf, 0.0], dtype=torch.float64)
        torch.testing.assert_close(kl_divergence(q, p), expected)

    def test_a_tiny_p_is_large_and_finite(self):
        p = torch.tensor([1e-320, 1.0], dtype=torch.float64)  # q / p would be inf
        q = torch.tensor([1.0, 0.0], dtype=torch.float64)
        torch.testing.assert_close(kl_divergence(q, p), -p[0].log())

    @given(st.integers(0, 2**32), st.integers(2, 40))
    def test_is_zero_at_equality_and_obeys_pinsker(self, seed, k):
        q, p = distributions(k, seed=seed), distributions(k, seed=seed + 1)
        assert kl_divergence(q, q).item() == 0
        assert kl_divergence(q, p) >= 0.5 * (q - p).abs().sum() ** 2 - 1e-12

    def test_leading_dimensions_broadcast(self):
        q, p = distributions(4, 1, 3), distributions(5, 3, seed=1)
        table = torch.tensor([[special.rel_entr(q[i, 0], p[j]).sum() for j in range(5)] for i in range(4)])
        torch.testing.assert_close(kl_divergence(q, p), table)

    def test_gradient(self):
        q, p = distributions(3, 4).requires_grad_(), distributions(3, 4, seed=1).requires_grad_()
        by_q, by_p = torch.autograd.grad(kl_divergence(q, p).sum(), (q, p))
        torch.testing.assert_close(by_q, (q.log() - p.log() + 1).detach())
        torch.testing.assert_close(by_p, (-q / p).detach())

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    def test_keeps_the_dtype(self, dtype):
        assert kl_divergence(distributions(3).to(dtype), distributions(3).to(dtype)).dtype == dtype

    @pytest.mark.parametrize(
        ("q", "p", "message"),
        [
            ([0.5, 0.5], [0.2, 0.3, 0.5], r"same K; got \(2,\) and \(3,\)"),
            (0.5, [0.5, 0.5], r"shape \(\.\.\., K\).*got \(\) and \(2,\)"),
            ([0.5, 0.4], [0.5, 0.5], "each row of q must sum to 1; got a sum of 0.9"),
            ([0.5, 0.5], [[0.5, 0.5], [0.6, 0.5]], "each row of p must sum to 1; got a sum of 1.1"),
            ([1.5, -0.5], [0.5, 0.5], "q must be at least 0 everywhere; got -0.5"),
            ([0.5, 0.5], [math.nan, 0.5], "p must be at least 0 everywhere; got nan"),
            ([1, 0], [0.5, 0.5], "floating-point dtype; got torch.int64"),
            ([], [], r"q must hold probabilities.*shape \(0,\)"),
            ([[0.5, 0.5]] * 2, [[0.5, 0.5]] * 3, r"q, p must broadcast; got \[\(2, 2\), \(3, 2\)"),
        ],
    )  # fmt: skip
    def test_bad_input_is_named(self, q, p, message):
        with pytest.raises(ValueError, match=message):
            kl_divergence(torch.tensor(q), torch.tensor(p))


class TestGaussianKlDivergence:
    @pytest.mark.parametrize("shape", [(1,), (3,), (4, 2), (2, 3, 5)])
    def test_agrees_with_torch(self, shape):
        q, p = gaussians(*shape), gaussians(*shape, seed=5)
        truth = torch_kl(MultivariateNormal(*q), MultivariateNormal(*p))
        torch.testing.assert_close(gaussian_kl_divergence(*q, *p), truth)

    def test_agrees_with_monte_carlo(self):
        (mean_q, cov_q), (mean_p, cov_p) = gaussians(3), gaussians(3, seed=5)
        q = stats.multivariate_normal(mean_q, cov_q)
        x = q.rvs(200_000, random_state=0)
        ratio = q.logpdf(x) - stats.multivariate_normal(mean_p, cov_p).logpdf(x)
        error = ratio.std() / math.sqrt(len(ratio))
        # Six standard errors of the mean: a right answer fails with probability 2e-9.
        assert abs(gaussian_kl_divergence(mean_q, cov_q, mean_p, cov_p).item() - ratio.mean()) < 6 * error

    def test_is_zero_at_equality(self):
        mean, covariance = gaussians(6, 4)
        zero = torch.zeros(6, dtype=torch.float64)
        torch.testing.assert_close(gaussian_kl_divergence(mean, covariance, mean, covariance), zero)

    def test_leading_dimensions_broadcast(self):
        (mean_q, cov_q), (mean_p, cov_p) = gaussians(4, 1, 2), gaussians(3, 2, seed=5)
        table = gaussian_kl_divergence(mean_q, cov_q, mean_p, cov_p)
        assert table.shape == (4, 3)
        torch.testing.assert_close(
            table[2, 1], gaussian_kl_divergence(mean_q[2, 0], cov_q[2, 0], mean_p[1], cov_p[1])
        )
        torch.testing.assert_close(
            gaussian_kl_divergence(mean_q, cov_q[0, 0], mean_p, cov_p[0]).shape, (4, 3)
        )

    def test_gradient(self):
        inputs = [t.requires_grad_() for t in (*gaussians(2), *gaussians(2, seed=5))]

        def symmetric(mean_q, cov_q, mean_p, cov_p):
            return gaussian_kl_divergence(mean_q, (cov_q + cov_q.mT) / 2, mean_p, (cov_p + cov_p.mT) / 2)

        assert torch.autograd.gradcheck(symmetric, inputs)

    @pytest.mark.parametrize(
        ("mean", "covariance", "message"),
        [
            ([0.0], [[1.0, 0.0], [0.0, 1.0]], r"mean_q.*\(\.\.\., D\).*got \(1,\) and \(2, 2\)"),
            (0.0, [[1.0]], r"got \(\) and \(1, 1\)"),
            ([0.0, 0.0], [[1.0, 0.5], [0.0, 1.0]], "covariance_q must be symmetric; got .* 0.5 apart"),
            (
                [0.0, 0.0],
                [[1.0, 2.0], [2.0, 1.0]],
                "covariance_q must be positive definite.*eigenvalue of -1",
            ),
            ([0.0, 0.0], [[math.nan, 0.0], [0.0, 1.0]], "covariance_q must be finite; got inf or nan"),
            ([0.0], [[1.0]], "same D; got 1 and 2"),
            ([[0.0, 0.0]] * 2, [[1.0, 0.0], [0.0, 1.0]], r"must broadcast; got \[\(2,\), \(3,\)"),
        ],
    )
    def test_bad_input_is_named(self, mean, covariance, message):
        with pytest.raises(ValueError, match=message):
            gaussian_kl_divergence(
                torch.tensor(mean), torch.tensor(covariance), torch.zeros(3, 2), torch.eye(2)
            )


GRID = torch.linspace(-12, 12, 2001, dtype=torch.float64)


def mixture(weights, means, stds):
    """Log-density of a mixture at x, and its first two derivatives, by scipy and by hand."""
    weights, means, stds = (np.array(v)[:, None] for v in (weights, means, stds))

    def log_density(x):
        return special.logsumexp(stats.norm.logpdf(x, means, stds), b=weights, axis=0)

    def derivatives(x):
        share = np.exp(np.log(weights) + stats.norm.logpdf(x, means, stds) - log_density(x))
        pull = (means - x) / stats.norm.std(means, stds) ** 2
        first = (share * pull).sum(0)
        return first, (share * (pull**2 - 1 / stds**2)).sum(0) - first**2

    return log_density, derivatives


BIMODAL = ([0.7, 0.3], [-2.0, 3.0], [1.2, 0.6])


@pytest.mark.parametrize("fit", [fit_forward_kl, fit_reverse_kl])
@pytest.mark.parametrize(("mean", "std"), [(0.0, 1.0), (3.3, 0.2), (-2.0, 1.5)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_both_directions_recover_a_gaussian(fit, mean, std, dtype):
    log_p = 40 - 0.5 * ((GRID - mean) / std) ** 2  # up to a constant
    found = fit(GRID.to(dtype), log_p.to(dtype))
    assert {t.dtype for t in found} == {dtype}
    assert [t.item() for t in found] == pytest.approx(
        [mean, std], abs=2e-4 if dtype == torch.float32 else 1e-7
    )


def test_forward_fit_has_the_moments_of_a_mixture():
    weights, means, stds = (np.array(v) for v in BIMODAL)
    mean = weights @ means
    std = math.sqrt(weights @ (stds**2 + means**2) - mean**2)
    log_p = torch.from_numpy(mixture(*BIMODAL)[0](GRID.numpy()))
    assert [t.item() for t in fit_forward_kl(GRID, log_p)] == pytest.approx([mean, std], abs=1e-8)


def test_forward_fit_minimises_the_forward_kl():
    log_density, _ = mixture(*BIMODAL)
    x, p = GRID.numpy(), np.exp(log_density(GRID.numpy()))

    def cross_entropy(q):
        return -integrate.simpson(p * stats.norm.logpdf(x, q[0], math.exp(q[1])), x=x)

    truth = optimize.minimize(cross_entropy, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-7}).x
    found = fit_forward_kl(GRID, torch.from_numpy(log_density(x)))
    assert [t.item() for t in found] == pytest.approx([truth[0], math.exp(truth[1])], abs=1e-5)


def test_forward_fit_takes_zeros_and_uneven_grids():
    x = torch.cat([torch.linspace(-1, 0, 500), torch.linspace(0, 3, 8001)[1:]]).double()
    log_p = torch.where((x >= 0) & (x <= 2), 0.0, -torch.inf)  # uniform on [0, 2]
    found = fit_forward_kl(x, log_p)
    assert [t.item() for t in found] == pytest.approx([1.0, 2 / math.sqrt(12)], abs=1e-3)


@pytest.mark.parametrize("start", [None, [-2.0, 1.0], [3.0, 0.5]])
def test_reverse_fit_meets_the_conditions_of_an_optimum(start):
    """At a minimum E_q[d log p] = 0 and E_q[d2 log p] = -1 / std^2 (Opper and Archambeau, 2009)."""
    log_density, derivatives = mixture(*BIMODAL)
    starts = None if start is None else torch.tensor([start])
    mean, std = (
        t.item() for t in fit_reverse_kl(GRID, torch.from_numpy(log_density(GRID.numpy())), starts=starts)
    )
    x = np.linspace(mean - 10 * std, mean + 10 * std, 20_001)
    first, second = (integrate.simpson(stats.norm.pdf(x, mean, std) * d, x=x) for d in derivatives(x))
    assert first == pytest.approx(0, abs=1e-6)
    assert second == pytest.approx(-1 / std**2, abs=1e-5)


@pytest.mark.parametrize(
    "p",
    [
        BIMODAL,
        ([0.3, 0.7], [-2.0, 3.0], [0.6, 1.2]),
        ([0.5, 0.5], [-0.7, 0.7], [1.0, 1.0]),
        ([0.2, 0.5, 0.3], [-5, 0, 4], [0.5, 1, 0.8]),
        ([0.44, 0.1, 0.46], [-5, 0, 5], [0.8, 0.8, 0.8]),  # the forward fit is in the basin of a worse one
    ],
)
def test_reverse_fit_is_the_global_minimum(p):
    log_density, _ = mixture(*p)
    x = GRID.numpy()

    def divergence(q):
        log_q = stats.norm.logpdf(x, q[0], q[1])
        return integrate.simpson(np.exp(log_q) * (log_q - log_density(x)), x=x)

    coarse = optimize.brute(divergence, [(-6, 6), (0.2, 4)], Ns=30, finish=None)
    brute = optimize.minimize(divergence, coarse, method="Nelder-Mead").x
    found = [t.item() for t in fit_reverse_kl(GRID, torch.from_numpy(log_density(x)))]
    assert divergence(found) == pytest.approx(divergence(brute), abs=1e-7)


@pytest.mark.parametrize("fit", [fit_forward_kl, fit_reverse_kl])
def test_both_directions_take_uneven_grids(fit):
    u = torch.linspace(-1, 1, 2001, dtype=torch.float64)
    x = 12 * u * (0.2 + 0.8 * u.square()) + u.square()
    found = fit(x, -0.5 * ((x - 1.5) / 0.7) ** 2)
    assert [t.item() for t in found] == pytest.approx([1.5, 0.7], abs=1e-6)


def test_reverse_fit_stays_in_the_basin_of_its_start_and_is_deterministic():
    log_p = torch.from_numpy(mixture(*BIMODAL)[0](GRID.numpy()))
    light = fit_reverse_kl(GRID, log_p, starts=torch.tensor([[3.0, 0.5]]))
    heavy = fit_reverse_kl(GRID, log_p, starts=torch.tensor([[-2.0, 0.5]]))
    assert light[0].item() == pytest.approx(3.0, abs=0.1)
    assert heavy[0].item() == pytest.approx(-2.0, abs=0.1)
    both = torch.tensor([[3.0, 0.5], [-2.0, 0.5]])
    assert fit_reverse_kl(GRID, log_p, starts=both) == heavy
    assert fit_reverse_kl(GRID, log_p) == fit_reverse_kl(GRID, log_p)


@pytest.mark.parametrize("unit", [1e-6, 1e6])
def test_fits_follow_the_unit_of_x(unit):
    log_p = torch.from_numpy(mixture(*BIMODAL)[0](GRID.numpy()))
    for fit in (fit_forward_kl, fit_reverse_kl):
        scaled = [t.item() / unit for t in fit(GRID * unit, log_p)]
        assert scaled == pytest.approx([t.item() for t in fit(GRID, log_p)], abs=1e-6)


@pytest.mark.parametrize(
    ("x", "log_p", "message"),
    [
        (torch.arange(2.0), torch.zeros(2), r"M >= 3; got \(2,\) and \(2,\)"),
        (torch.arange(3.0), torch.zeros(4), r"got \(3,\) and \(4,\)"),
        (torch.zeros(3, 3), torch.zeros(3, 3), r"got \(3, 3\)"),
        (torch.tensor([0.0, 2.0, 1.0]), torch.zeros(3), "increase; got a smallest step of -1"),
        (torch.arange(3.0), torch.full((3,), -math.inf), "finite maximum; got -inf"),
        (torch.arange(3.0), torch.tensor([0.0, math.inf, 0.0]), "finite maximum; got inf"),
        (torch.arange(3.0), torch.tensor([0.0, math.nan, 0.0]), "finite maximum; got nan"),
    ],
)
@pytest.mark.parametrize("fit", [fit_forward_kl, fit_reverse_kl])
def test_bad_grids_are_named(fit, x, log_p, message):
    with pytest.raises(ValueError, match=message):
        fit(x, log_p)


@pytest.mark.parametrize(
    ("log_p", "starts", "message"),
    [
        (torch.where(GRID < 0, -torch.inf, 0.0), None, "log_p must be finite"),
        (GRID * 0, None, "the grid must hold and resolve q; from -12 to 12"),
        (-0.5 * GRID**2, torch.tensor([[0.0, 1e-5]]), "the grid must hold and resolve q.*std 1e-05"),
        (-0.5 * GRID**2, torch.tensor([0.0, 1.0]), r"starts must have shape \(S, 2\); got \(2,\)"),
        (-0.5 * GRID**2, torch.tensor([[0.0, -1.0]]), r"std above 0; got \[\[0.0, -1.0\]\]"),
    ],
)
def test_reverse_fit_names_what_it_cannot_fit(log_p, starts, message):
    with pytest.raises(ValueError, match=message):
        fit_reverse_kl(GRID, log_p, starts=starts)
