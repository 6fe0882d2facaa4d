"""The Gaussian mixture: against scipy, scikit-learn, Bayes' rule on a grid, and its own invariants."""

import math
import re
import warnings
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from genai_lab.graphical import gaussian_mixture
from genai_lab.graphical.gaussian_mixture import (
    gmm_condition,
    gmm_condition_on,
    gmm_e_step,
    gmm_em,
    gmm_fit,
    gmm_log_prob,
    gmm_m_step,
    gmm_marginal,
    gmm_sample,
)
from genai_lab.graphical.kmeans_plus_plus import kmeans_plus_plus

Mixture = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def mixture(n_components: int, n_features: int, seed: int = 0, spread: float = 2.0) -> Mixture:
    rng = generator(seed)
    weights = torch.rand(n_components, dtype=torch.float64, generator=rng) + 0.1
    means = spread * torch.randn(n_components, n_features, dtype=torch.float64, generator=rng)
    root = torch.randn(n_components, n_features, n_features, dtype=torch.float64, generator=rng)
    return weights / weights.sum(), means, root @ root.mT + 0.2 * torch.eye(n_features, dtype=torch.float64)


def points(n: int, n_features: int, seed: int = 0) -> torch.Tensor:
    return 3 * torch.randn(n, n_features, dtype=torch.float64, generator=generator(seed))


def naive_joint(x: torch.Tensor, weights: torch.Tensor, means: torch.Tensor, covariances: torch.Tensor):
    parts = zip(weights.numpy(), means.numpy(), covariances.numpy(), strict=True)
    columns = [w * stats.multivariate_normal(m, c).pdf(x.numpy()).reshape(-1) for w, m, c in parts]
    return torch.from_numpy(np.stack(columns, 1))


def scikit_learn(x: torch.Tensor, start: Mixture, n_iter: int, ridge: float) -> GaussianMixture:
    weights, means, covariances = (t.numpy() for t in start)
    model = GaussianMixture(
        len(weights), weights_init=weights, means_init=means, precisions_init=np.linalg.inv(covariances),
        max_iter=n_iter, tol=0.0, reg_covar=ridge,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x.numpy())


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 9), st.integers(0, 10**6))
def test_density_and_responsibilities_agree_with_the_naive_formula(n_components, n_features, n, seed):
    x, parameters = points(n, n_features, seed), mixture(n_components, n_features, seed)
    joint = naive_joint(x, *parameters)
    log_prob, responsibilities = gmm_log_prob(x, *parameters), gmm_e_step(x, *parameters)
    visible = joint.sum(1) > 1e-280  # the naive density vanishes where ours need not
    torch.testing.assert_close(log_prob[visible], joint.sum(1).log()[visible], rtol=1e-9, atol=1e-9)
    naive = joint / joint.sum(1, keepdim=True)
    torch.testing.assert_close(responsibilities[visible], naive[visible], rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_far_points_stay_finite_and_belong_to_somebody(dtype):
    weights, means, covariances = (t.to(dtype) for t in mixture(4, 3))
    direction = torch.nn.functional.normalize(points(50, 3), dim=1).to(dtype)
    x = 1000 * covariances.diagonal(dim1=1, dim2=2).max().sqrt() * direction
    log_prob, responsibilities = (
        gmm_log_prob(x, weights, means, covariances),
        gmm_e_step(x, weights, means, covariances),
    )
    truth = gmm_log_prob(
        x.double(), weights.double() / weights.double().sum(), means.double(), covariances.double()
    )
    assert log_prob.dtype == responsibilities.dtype == dtype
    assert log_prob.max() < -1e4
    torch.testing.assert_close(log_prob.double(), truth, rtol=1e-4, atol=0)
    torch.testing.assert_close(responsibilities.sum(1), torch.ones(50, dtype=dtype), rtol=0, atol=1e-6)


def test_the_density_is_differentiable():
    weights, means, covariances = mixture(3, 2)
    root = torch.linalg.cholesky(covariances)
    inputs = [t.requires_grad_() for t in (points(4, 2), weights.log(), means, root)]
    assert torch.autograd.gradcheck(
        lambda x, logits, means, root: gmm_log_prob(x, logits.softmax(0), means, root @ root.mT), inputs
    )


def test_a_zero_weight_is_a_component_that_is_not_there():
    weights, means, covariances = mixture(2, 2)
    more = torch.cat([weights, weights.new_zeros(1)]), torch.cat([means, means[:1]]), covariances[[0, 1, 0]]
    x = points(20, 2)
    torch.testing.assert_close(gmm_log_prob(x, *more), gmm_log_prob(x, weights, means, covariances))
    assert (gmm_e_step(x, *more)[:, 2] == 0).all()
    assert gmm_sample(1000, *more, generator=generator())[1].max() == 1
    assert gmm_condition(0.3, *more)[0][2] == 0


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6))
def test_m_step_agrees_with_numpys_weighted_moments(n_components, n_features, seed):
    x = points(30, n_features, seed)
    responsibilities = points(30, n_components, seed + 1).softmax(1)
    weights, means, covariances = gmm_m_step(x, responsibilities)
    torch.testing.assert_close(weights, responsibilities.mean(0))
    for k in range(n_components):
        r = responsibilities[:, k].numpy()
        np.testing.assert_allclose(means[k], np.average(x, axis=0, weights=r), rtol=1e-9, atol=1e-12)
        naive = np.cov(x.T, aweights=r, bias=True).reshape(n_features, n_features)
        np.testing.assert_allclose(covariances[k], naive, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("ridge", [0.0, 1e-2])
def test_em_walks_with_scikit_learn(ridge):
    x, _ = gmm_sample(400, *mixture(3, 4), generator=generator(1))
    start = mixture(3, 4, seed=5)
    theirs = scikit_learn(x, start, 15, ridge)
    weights, means, covariances, history = gmm_em(x, *start, n_iter=15, ridge=ridge)
    np.testing.assert_allclose(weights, theirs.weights_, rtol=1e-7)
    np.testing.assert_allclose(means, theirs.means_, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(covariances, theirs.covariances_, rtol=1e-7, atol=1e-8)
    assert gmm_log_prob(x, weights, means, covariances).mean().item() == pytest.approx(
        theirs.score(x), abs=1e-9
    )
    np.testing.assert_allclose(history, theirs.lower_bounds_, atol=1e-9)


def test_em_is_the_e_step_then_the_m_step():
    x, parameters = points(100, 2), mixture(3, 2)
    by_hand = parameters
    for _ in range(4):
        by_hand = gmm_m_step(x, gmm_e_step(x, *by_hand))
    *after, history = gmm_em(x, *parameters, n_iter=4)
    for ours, theirs in zip(after, by_hand, strict=True):
        torch.testing.assert_close(ours, theirs)
    assert history.shape == (4,)
    assert history[0].item() == pytest.approx(gmm_log_prob(x, *parameters).mean().item())


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 10**6))
def test_em_never_decreases(n_components, n_features, seed):
    x, _ = gmm_sample(25, *mixture(3, n_features, seed), generator=generator(seed))
    with warnings.catch_warnings(record=True) as caught:  # on so few points a component may well collapse
        warnings.simplefilter("always")
        *after, history = gmm_em(x, *mixture(n_components, n_features, seed + 1), n_iter=15)
    rounding = 1e-5 if caught else 1e-9  # at the floor of the variances seven digits of them are left
    assert (history.diff() > -rounding).all()
    assert gmm_log_prob(x, *after).mean() > history[-1] - rounding


@pytest.mark.parametrize("n", [1, 63, 64, 65, 200])
def test_blocks_of_any_size_give_the_same(monkeypatch, n):
    x, parameters = points(n, 3), mixture(2, 3)
    many, shares = points(9 * n, 3), points(9 * n, 2).softmax(1)
    results = []
    for block in (2**19, 1):  # all at once, and 64 rows at a time
        monkeypatch.setattr(gaussian_mixture, "_BLOCK", block)
        results.append([gmm_log_prob(x, *parameters), gmm_e_step(x, *parameters), *gmm_m_step(many, shares)])
    for whole, cut in zip(*results, strict=True):
        torch.testing.assert_close(whole, cut)


def test_components_may_come_in_any_order():
    x, (weights, means, covariances) = points(60, 2), mixture(4, 2)
    order = torch.tensor([2, 0, 3, 1])
    *plain, history = gmm_em(x, weights, means, covariances, n_iter=5)
    *shuffled, same_history = gmm_em(x, weights[order], means[order], covariances[order], n_iter=5)
    torch.testing.assert_close(history, same_history)
    for a, b in zip(plain, shuffled, strict=True):
        torch.testing.assert_close(a[order], b)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype_and_leave_the_input_alone(dtype):
    x, parameters = points(50, 2).to(dtype), [t.to(dtype) for t in mixture(2, 2)]
    before = [t.clone() for t in (x, *parameters)]
    responsibilities = gmm_e_step(x, *parameters)
    results = [responsibilities, *gmm_m_step(x, responsibilities), *gmm_em(x, *parameters, n_iter=3)]
    results += [*gmm_fit(x, 2, generator=generator())[:4], gmm_sample(3, *parameters)[0]]
    results += [*gmm_condition(0.5, *parameters), *gmm_marginal([1], *parameters)]
    assert {t.dtype for t in results} == {dtype}
    for a, b in zip(before, (x, *parameters), strict=True):
        assert torch.equal(a, b)


def test_em_in_float32_follows_float64():
    x, start = gmm_sample(500, *mixture(3, 4), generator=generator(1))[0], mixture(3, 4, seed=5)
    *_, history = gmm_em(x, *start, n_iter=10)
    weights, means, covariances = (t.float() for t in start)
    *_, single = gmm_em(x.float(), weights, means, covariances, n_iter=10)
    torch.testing.assert_close(single.double(), history, rtol=1e-4, atol=1e-4)


def usable(weights: torch.Tensor, means: torch.Tensor, covariances: torch.Tensor) -> bool:
    finite = all(t.isfinite().all() for t in (weights, means, covariances))
    definite = not torch.linalg.cholesky_ex(covariances).info.any()
    return bool(
        finite and definite and abs(weights.sum() - 1) < 1e-6 and (covariances == covariances.mT).all()
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_dead_component_is_named_and_laid_to_rest(dtype):
    x = points(40, 2).to(dtype)
    start = (
        torch.tensor([0.5, 0.5], dtype=dtype),
        torch.tensor([[0.0, 0.0], [1e4, 1e4]], dtype=dtype),
        torch.eye(2, dtype=dtype).repeat(2, 1, 1),
    )
    with pytest.warns(UserWarning, match=r"components \[1\] are dead") as caught:
        *after, history = gmm_em(x, *start, n_iter=5)
    assert [w.filename for w in caught] == [__file__]
    assert usable(*after)
    assert after[0].tolist() == [1.0, 0.0]
    for component in (0, 1):  # the living one is alone, so that it too has all the data
        np.testing.assert_allclose(after[1][component], x.mean(0), rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(after[2][component], np.cov(x.T, bias=True), rtol=1e-4)
    assert (history.diff() > -1e-5).all()


DEGENERATE = {
    "one point": (torch.tensor([[9.0, 9.0, 9.0]]), [1]),
    "duplicate rows": (torch.tensor([[9.1, 9.3, 9.7]]).repeat(5, 1), [1]),
    "points on a line": (9 + torch.linspace(0, 1, 7)[:, None] * torch.tensor([[1.0, 2.0, 3.0]]), [1]),
}


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("case", DEGENERATE)
def test_a_degenerate_covariance_is_named_and_usable(case, dtype):
    extra, named = DEGENERATE[case]
    x = torch.cat([points(60, 3), extra.double()]).to(dtype)
    responsibilities = torch.zeros(len(x), 2, dtype=dtype)
    responsibilities[:60, 0] = responsibilities[60:, 1] = 1
    with pytest.warns(UserWarning, match=re.escape(f"covariances of components {named} are degenerate")):
        weights, means, covariances = gmm_m_step(x, responsibilities)
    assert usable(weights, means, covariances)
    np.testing.assert_allclose(covariances[0], np.cov(x[:60].double().T, bias=True), rtol=1e-3, atol=1e-4)
    assert gmm_log_prob(x, weights, means, covariances).isfinite().all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("value", [0.0, 0.1, 1e3])
def test_constant_features_are_survived_and_a_ridge_prevents_them(dtype, value):
    x = points(80, 4).to(dtype)
    x[:, 2] = value
    start = torch.full((2,), 0.5, dtype=dtype), x[:2], torch.eye(4, dtype=dtype).repeat(2, 1, 1)
    with pytest.warns(UserWarning, match=r"components \[0, 1\] are degenerate"):
        *after, history = gmm_em(x, *start, n_iter=6)
    assert usable(*after)
    assert history.isfinite().all()
    assert usable(*gmm_em(x, *start, n_iter=6, ridge=1e-3)[:3])  # and pytest turns any warning into an error


def test_em_goes_on_rising_while_a_component_collapses():
    x = torch.cat([points(30, 2), torch.tensor([[50.0, 50.0]], dtype=torch.float64)])
    start = torch.tensor([0.9, 0.1]).double(), x[[0, -1]], torch.eye(2, dtype=torch.float64).repeat(2, 1, 1)
    with pytest.warns(UserWarning, match=r"components \[1\] are degenerate"):
        *after, history = gmm_em(x, *start, n_iter=20)
    assert usable(*after)
    assert (history.diff() > -1e-6).all()


def test_a_small_unit_is_no_degeneracy():
    scale = torch.tensor([1e-6, 1.0, 1e6], dtype=torch.float64)
    x, parameters = points(200, 3), mixture(2, 3)
    weights, means, covariances, history = gmm_em(x, *parameters, n_iter=5)
    units = parameters[0], parameters[1] * scale, parameters[2] * scale[:, None] * scale
    scaled = gmm_em(x * scale, *units, n_iter=5)
    torch.testing.assert_close(scaled[0], weights)
    torch.testing.assert_close(scaled[1] / scale, means)
    torch.testing.assert_close(scaled[2] / (scale[:, None] * scale), covariances)
    torch.testing.assert_close(scaled[3], history - scale.log().sum())


def test_samples_have_the_shares_and_the_moments_of_their_components():
    # 1e-8 for each of the tests below: frequencies exactly multinomial, whitened moments normal up to 1/n.
    n, (weights, means, covariances) = 60_000, mixture(3, 2)
    x, component = gmm_sample(n, weights, means, covariances, generator(1))
    counts = torch.bincount(component, minlength=3)
    assert component.dtype == torch.int64
    assert stats.chisquare(counts.numpy(), n * weights.numpy()).pvalue > 1e-8
    for k in range(3):
        white = torch.linalg.solve(torch.linalg.cholesky(covariances[k]), (x[component == k] - means[k]).T)
        second = white @ white.T / counts[k] - torch.eye(2, dtype=torch.float64)
        assert counts[k] * white.mean(1).square().sum() < stats.chi2(2).isf(1e-8)
        assert second.abs().max() < 1.05 * stats.norm.isf(1e-8) * (2 / counts[k]).sqrt()


def test_samples_follow_the_generator_alone():
    parameters = mixture(3, 2)
    first = gmm_sample(50, *parameters, generator=generator(3))
    torch.manual_seed(123)
    again = gmm_sample(50, *parameters, generator=generator(3))
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.equal(first[0], gmm_sample(50, *parameters, generator=generator(4))[0])


def test_marginal_is_the_integral_over_the_other_feature():
    parameters = mixture(3, 2)
    grid = torch.linspace(-30, 30, 6001, dtype=torch.float64)
    x = torch.stack([torch.full_like(grid, 0.4), grid], 1)
    integral = torch.trapezoid(gmm_log_prob(x, *parameters).exp(), grid)
    marginal = gmm_log_prob(x[:1, :1], *gmm_marginal([0], *parameters)).exp()[0]
    torch.testing.assert_close(marginal, integral, rtol=1e-9, atol=0)


@pytest.mark.parametrize("value", [-3.0, 0.4, 12.0])
def test_condition_is_bayes_rule_on_a_grid(value):
    parameters = mixture(3, 2)
    grid = torch.linspace(-40, 40, 8001, dtype=torch.float64)
    joint = gmm_log_prob(torch.stack([grid, torch.full_like(grid, value)], 1), *parameters).exp()
    weights, means, variances = gmm_condition(value, *parameters)
    ours = gmm_log_prob(grid[:, None], weights, means[:, None], variances[:, None, None]).exp()
    torch.testing.assert_close(ours, joint / torch.trapezoid(joint, grid), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("dims", [[0], [3, 1], [0, 2, 3]])
def test_conditional_times_marginal_is_the_joint_in_any_dimension(dims):
    parameters, x = mixture(3, 4), points(1, 4)
    left = [j for j in range(4) if j not in dims]
    conditional = gmm_log_prob(x[:, left], *gmm_condition_on(x[0, dims], dims, *parameters))
    marginal = gmm_log_prob(x[:, dims], *gmm_marginal(dims, *parameters))
    torch.testing.assert_close(conditional + marginal, gmm_log_prob(x, *parameters))


def test_conditioning_far_out_gives_weights_that_sum_to_one():
    weights, means, variances = gmm_condition(1e4, *mixture(3, 2))
    assert weights.sum().item() == pytest.approx(1)
    assert means.isfinite().all()
    assert (variances > 0).all()


def test_kmeans_plus_plus_draws_by_squared_distance():
    x = torch.tensor([[0.0], [1.0], [3.0]], dtype=torch.float64)
    rng, n = generator(1), 2000
    pairs = [tuple(kmeans_plus_plus(x, 2, rng)[:, 0].tolist()) for _ in range(n)]
    truth = {(0, 1): 1 / 10, (0, 3): 9 / 10, (1, 0): 1 / 5, (1, 3): 4 / 5, (3, 0): 9 / 13, (3, 1): 4 / 13}
    assert set(pairs) == set(truth)
    counts = [pairs.count(pair) for pair in truth]
    assert stats.chisquare(counts, [n * p / 3 for p in truth.values()]).pvalue > 1e-8


def test_kmeans_plus_plus_takes_each_different_point_once():
    x = torch.tensor([[0.0], [0.0], [2.0], [2.0], [5.0]])
    for seed in range(20):
        assert kmeans_plus_plus(x, 3, generator(seed)).flatten().sort().values.tolist() == [0, 2, 5]
    assert kmeans_plus_plus(torch.ones(4, 2), 3, generator()).tolist() == [[1, 1]] * 3


def test_fit_recovers_a_well_separated_mixture():
    truth = mixture(4, 2, spread=20)
    x, _ = gmm_sample(4000, *truth, generator=generator(1))
    fit = gmm_fit(x, 4, generator=generator(2))
    assert fit.converged
    assert gmm_log_prob(x, *fit[:3]).mean() >= gmm_log_prob(x, *truth).mean()  # it saw x, the truth did not
    assert torch.cdist(truth[1], fit.means).amin(1).max() < 0.5
    assert all(b >= a - 1e-6 for a, b in pairwise(fit.history.tolist()))


def test_fit_stops_where_its_history_says():
    x, _ = gmm_sample(500, *mixture(3, 2), generator=generator(1))
    fit = gmm_fit(x, 3, tol=1e-4, n_restarts=1, generator=generator(2))
    gains = fit.history.diff()
    assert (gains[:-1] >= 1e-4).all()
    assert gains[-1] < 1e-4
    assert gmm_log_prob(x, *fit[:3]).mean().item() == pytest.approx(fit.history[-1].item())
    assert not gmm_fit(x, 3, n_iter=2, tol=0, generator=generator(2)).converged


def test_more_starts_are_never_worse_and_the_generator_decides():
    x, _ = gmm_sample(300, *mixture(5, 2, spread=8), generator=generator(1))
    fits = [gmm_fit(x, 5, n_restarts=n, generator=generator(7)) for n in (1, 6)]
    assert fits[1].history[-1] >= fits[0].history[-1]
    assert torch.equal(gmm_fit(x, 5, n_restarts=6, generator=generator(7)).means, fits[1].means)


def test_fit_survives_as_many_components_as_points_and_says_so_without_a_ridge():
    x = points(5, 2)
    assert usable(*gmm_fit(x, 5, generator=generator())[:3])
    with pytest.warns(UserWarning, match="degenerate"):
        fit = gmm_fit(x, 5, ridge=0.0, generator=generator())
    assert usable(*fit[:3])
    assert usable(*gmm_fit(torch.ones(6, 2), 2, generator=generator())[:3])


def test_progress_is_shown_only_when_asked(capsys):
    gmm_fit(points(20, 2), 1, generator=generator())
    assert capsys.readouterr().err == ""
    gmm_fit(points(20, 2), 1, generator=generator(), progress=True)
    assert "EM" in capsys.readouterr().err


X, W, M, C = torch.zeros(3, 2), torch.tensor([0.5, 0.5]), torch.zeros(2, 2), torch.eye(2).repeat(2, 1, 1)
LOPSIDED = C + torch.tensor([[0.0, 0.5], [0.0, 0.0]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gmm_log_prob(torch.zeros(0, 2), W, M, C), "N and D at least 1; got (0, 2)"),
        (lambda: gmm_log_prob(torch.zeros(3), W, M, C), "got (3,)"),
        (lambda: gmm_e_step(torch.zeros(3, 4), W, M, C), "as many features as the mean, 2; got 4"),
        (lambda: gmm_e_step(X / 0, W, M, C), "x must be finite; got nan in row 0"),
        (lambda: gmm_log_prob(X.double(), W, M, C), "one dtype; got torch.float64 and torch.float32"),
        (lambda: gmm_log_prob(X, W.double(), M, C), "weights and means must have one dtype"),
        (lambda: gmm_log_prob(X, torch.tensor([0.5, 0.4]), M, C), "weights must sum to 1; got a sum of 0.9"),
        (lambda: gmm_log_prob(X, torch.tensor([1.5, -0.5]), M, C), "not be negative; got [1.5, -0.5]"),
        (lambda: gmm_log_prob(X, torch.tensor([math.nan, 1]), M, C), "not be negative; got [nan, 1.0]"),
        (lambda: gmm_log_prob(X, torch.tensor([math.inf, 1]), M, C), "got a sum of inf"),
        (lambda: gmm_log_prob(X, torch.ones(3) / 3, M, C), "(K,) and (K, D); got (3,) and (2, 2)"),
        (lambda: gmm_log_prob(X, W[:0], M[:0], C[:0]), "got (0, 2) and (0, 2, 2)"),
        (lambda: gmm_log_prob(X, W, M, C[0]), "got (2, 2) and (2, 2)"),
        (lambda: gmm_em(X, W, M, -C, 1), "positive definite; got an eigenvalue of -1"),
        (lambda: gmm_em(X, W, M, LOPSIDED, 1), "symmetric; got mirrored entries 0.5 apart"),
        (lambda: gmm_em(X, W, M, C, 0), "n_iter must be at least 1; got 0"),
        (lambda: gmm_em(X[:1], W, M, C, 1), "as many points as components; got 1 and 2"),
        (lambda: gmm_em(X, W, M, C, 1, ridge=-1.0), "ridge must be finite and not negative; got -1.0"),
        (lambda: gmm_m_step(X, torch.ones(2, 1)), "shape (N, K), N = 3; got (2, 1)"),
        (lambda: gmm_m_step(X, torch.ones(3, 1).double()), "one dtype; got torch.float64 and torch.float32"),
        (lambda: gmm_m_step(X, torch.tensor([[2.0, -1.0]] * 3)), "must not be negative; got -1"),
        (lambda: gmm_m_step(X, torch.tensor([[1.0], [0.5], [1.0]])), "sum to 1; got 0.5 in row 1"),
        (lambda: gmm_fit(X, 4), "as many points as components; got 3 and 4"),
        (lambda: gmm_fit(X, 0), "n_components must be at least 1; got 0"),
        (lambda: gmm_fit(X, 1, n_restarts=0), "n_restarts must be at least 1; got 0"),
        (lambda: gmm_fit(X, 1, tol=-1.0), "tol must not be negative; got -1.0"),
        (lambda: kmeans_plus_plus(X, 4), "as many points as components; got 3 and 4"),
        (lambda: gmm_sample(0, W, M, C), "n must be at least 1; got 0"),
        (lambda: gmm_marginal([2], W, M, C), "one or more features in [0, 2), once; got [2]"),
        (lambda: gmm_condition_on(W, [0, 1], W, M, C), "leave at least one of the 2 features"),
        (lambda: gmm_condition(math.nan, W, M, C), "finite and torch.float32"),
        (lambda: gmm_condition(0.0, W, torch.zeros(2, 3), torch.ones(2, 3, 3)), "(K, 2); got (2, 3)"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
