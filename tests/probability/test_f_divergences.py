"""The f-divergences: integrals by enumeration, slopes by autograd, conjugates by numerical suprema."""

import math

import pytest
import torch
from scipy.optimize import minimize_scalar

from genai_lab.probability import f_divergences
from genai_lab.probability.divergences import kl_divergence
from genai_lab.probability.f_divergences import TABLE

FAMILIES = {f"weighted {pi}": f_divergences.weighted_jensen_shannon(pi) for pi in (0.1, 0.5, 0.8)} | {
    f"alpha {alpha}": f_divergences.alpha_divergence(alpha) for alpha in (-2.0, -0.5, 0.3, 0.5, 1.5, 2.0, 3.0)
}
ROWS = TABLE | FAMILIES
everywhere = pytest.mark.parametrize("name", ROWS)
RATIOS = torch.logspace(-3, 3, 61, dtype=torch.float64)


def pairs(n: int = 5, k: int = 6):
    rng = torch.Generator().manual_seed(0)
    for _ in range(n):
        yield (1.5 * torch.randn(2, k, generator=rng, dtype=torch.float64)).softmax(1)


def weighted(p, q, pi):
    m = pi * p + (1 - pi) * q
    return pi * kl_divergence(p, m) + (1 - pi) * kl_divergence(q, m)


def integral(name, p, q):
    """The divergence column of the table, mended, and never by way of f."""
    family, _, number = name.partition(" ")
    if family == "alpha":
        a = float(number)
        return (q * ((p / q) ** a - 1) - a * (p - q)).sum() / (a * (a - 1))
    if family == "weighted":
        return weighted(p, q, float(number))
    return {
        "total variation": (p - q).abs().sum() / 2,
        "KL": kl_divergence(p, q),
        "reverse KL": kl_divergence(q, p),
        "Pearson": ((p - q) ** 2 / q).sum(),
        "Neyman": ((p - q) ** 2 / p).sum(),
        "squared Hellinger": 2 - 2 * (p * q).sqrt().sum(),
        "Jeffrey": kl_divergence(p, q) + kl_divergence(q, p),
        "Jensen-Shannon": weighted(p, q, 0.5),
        "GAN": 2 * weighted(p, q, 0.5) - math.log(4),
    }[name]


@pytest.mark.parametrize("name", ["total variation", "squared Hellinger", "Jensen-Shannon"])
def test_the_root_is_a_distance(name):
    def root(p, q):
        return max(f_divergences.f_divergence(p, q, TABLE[name].f).item(), 0) ** 0.5

    shorter_by_square = 0
    drawn = list(pairs(200, 4))
    for (p, q), (r, _) in zip(drawn[:100], drawn[100:], strict=True):
        for middle in (r, (p + q) / 2):
            assert root(p, q) == pytest.approx(root(q, p), abs=1e-7)
            assert root(p, q) <= root(p, middle) + root(middle, q) + 1e-7
            shorter_by_square += root(p, q) ** 2 > root(p, middle) ** 2 + root(middle, q) ** 2 + 1e-7
    assert (shorter_by_square > 0) == (name != "total variation")


def slopes_within(row, n: int = 41):
    """Slopes t from far below to just under the end of the domain."""
    upper = row.domain[1]
    gaps = torch.logspace(-2, 1, n, dtype=torch.float64)
    return upper - gaps if upper < math.inf else torch.linspace(-6, 6, n, dtype=torch.float64)


@everywhere
def test_f_gives_its_integral(name):
    for p, q in pairs():
        divergence = f_divergences.f_divergence(p, q, ROWS[name].f)
        torch.testing.assert_close(divergence, integral(name, p, q), rtol=1e-9, atol=1e-12)
        if name != "GAN":
            assert divergence >= 0


@everywhere
def test_f_is_convex_and_starts_at_one(name):
    f = ROWS[name].f
    rng = torch.Generator().manual_seed(0)
    a, b = torch.randn(2, 1000, generator=rng, dtype=torch.float64).mul(2).exp()
    middle = f((a + b) / 2)
    assert (middle <= (f(a) + f(b)) / 2 + 1e-9 * (1 + middle.abs())).all()
    at_one = f(torch.ones(1, dtype=torch.float64)).item()
    assert at_one == pytest.approx(-math.log(4) if name == "GAN" else 0, abs=1e-12)


@everywhere
def test_slope_is_that_of_autograd_rises_and_stays_in_the_domain(name):
    row = ROWS[name]
    u = RATIOS[RATIOS != 1].clone().requires_grad_()  # the total variation has its kink at 1
    (truth,) = torch.autograd.grad(row.f(u).sum(), u)
    torch.testing.assert_close(row.slope(u.detach()), truth, rtol=1e-9, atol=1e-9)
    assert (row.slope(RATIOS).diff() >= 0).all()
    assert (row.slope(RATIOS) <= row.domain[1]).all()
    assert row.conjugate(row.slope(RATIOS)).isfinite().all()


@everywhere
def test_conjugate_is_the_supremum(name):
    row = ROWS[name]
    for t in slopes_within(row).tolist():

        def depth(log_u, t=t):
            u = torch.tensor(math.exp(log_u), dtype=torch.float64)
            return (row.f(u) - t * u).item()

        # Concave in u, and so one hill in log u; the ends stand for u -> 0 and for u very large.
        found = minimize_scalar(depth, bounds=(-40, 25), method="bounded", options={"xatol": 1e-9})
        highest = max(-found.fun, -depth(-40.0))
        got = row.conjugate(torch.tensor(t, dtype=torch.float64)).item()
        assert got == pytest.approx(highest, rel=1e-6, abs=1e-6), t


@everywhere
def test_conjugate_is_infinite_above_the_domain_and_only_there(name):
    row = ROWS[name]
    lower, upper = row.domain
    assert lower == -math.inf
    assert row.conjugate(torch.tensor([-1e3, -10.0], dtype=torch.float64)).isfinite().all()
    if upper < math.inf:
        beyond = torch.tensor([1e-6, 0.5, 40.0], dtype=torch.float64)
        assert (row.conjugate(upper + beyond) == math.inf).all()
        # There a line of slope t rises above f for ever: no supremum.
        u = torch.tensor([1e9, 1e12], dtype=torch.float64)
        heights = (upper + 0.5) * u - row.f(u)
        assert heights[1] > heights[0] > 1e6
    else:
        assert row.conjugate(torch.tensor(20.0, dtype=torch.float64)).isfinite()


@everywhere
def test_conjugate_of_the_conjugate_is_f(name):
    row = ROWS[name]
    u = torch.logspace(-1.5, 1.5, 13, dtype=torch.float64)
    t = row.slope(torch.logspace(-4, 4, 40001, dtype=torch.float64))
    back = f_divergences.fenchel_conjugate(row.conjugate, u, t)
    torch.testing.assert_close(back, row.f(u), rtol=1e-5, atol=1e-5)


@everywhere
def test_slope_of_the_conjugate_is_the_ratio(name):
    if name == "total variation":
        pytest.skip("its conjugate has kinks at the slopes")
    row = ROWS[name]
    u = torch.logspace(-2, 1.5, 15, dtype=torch.float64)
    t = row.slope(u).requires_grad_()
    (back,) = torch.autograd.grad(row.conjugate(t).sum(), t)
    torch.testing.assert_close(back, u, rtol=1e-6, atol=1e-9)


@everywhere
def test_bound_is_below_and_tight_at_the_best_critic(name):
    row = ROWS[name]
    rng = torch.Generator().manual_seed(1)
    for p, q in pairs():
        truth = f_divergences.f_divergence(p, q, row.f)
        best = row.slope(p / q)
        tight = p @ best - q @ row.conjugate(best)
        torch.testing.assert_close(tight, truth, rtol=1e-9, atol=1e-9)
        for scale in (0.01, 0.3, 3.0):
            T = best + scale * torch.randn(200, len(p), generator=rng, dtype=torch.float64)
            T = T.clamp(max=row.domain[1])
            assert (T @ p - row.conjugate(T) @ q <= truth + 1e-9).all()


def test_pearson_over_all_real_u_is_a_looser_bound():
    t = torch.tensor([-5.0, -2.5], dtype=torch.float64)
    torch.testing.assert_close(f_divergences.conjugate("Pearson", t), torch.full_like(t, -1))
    assert (t.square() / 4 + t > -1).all()


def test_slide_has_twice_the_jensen_shannon_divergence_and_exchanges_pearson_and_neyman():
    def slides(u):
        return -(u + 1) * ((1 + u) / 2).log() + u * u.log()

    for p, q in pairs():
        jsd = weighted(p, q, 0.5)
        torch.testing.assert_close(f_divergences.f_divergence(p, q, slides), 2 * jsd)
        pearson = f_divergences.f_divergence(p, q, lambda u: (u - 1) ** 2)
        beside_it = ((q - p) ** 2 / p).sum()
        assert not torch.isclose(pearson, beside_it)
        torch.testing.assert_close(f_divergences.f_divergence(p, q, lambda u: (1 - u) ** 2 / u), beside_it)


def test_slides_alpha_divergence_has_p_and_q_exchanged():
    alpha = 3.0
    f = f_divergences.alpha_divergence(alpha).f
    for p, q in pairs():
        slide = (p * ((q / p) ** alpha - 1) - alpha * (q - p)).sum() / (alpha * (alpha - 1))
        torch.testing.assert_close(f_divergences.f_divergence(q, p, f), slide)
        assert not torch.isclose(f_divergences.f_divergence(p, q, f), slide)


def test_families_meet_the_rows_between_which_they_lie():
    for p, q in pairs():

        def divergence(row, p=p, q=q):
            return f_divergences.f_divergence(p, q, row.f)

        near = {alpha: divergence(f_divergences.alpha_divergence(alpha)) for alpha in (1e-6, 1 - 1e-6)}
        torch.testing.assert_close(near[1e-6], divergence(TABLE["reverse KL"]), rtol=1e-4, atol=1e-6)
        torch.testing.assert_close(near[1 - 1e-6], divergence(TABLE["KL"]), rtol=1e-4, atol=1e-6)
        for alpha, factor, name in [
            (2.0, 0.5, "Pearson"), (-1.0, 0.5, "Neyman"), (0.5, 2.0, "squared Hellinger")
        ]:  # fmt: skip
            family = divergence(f_divergences.alpha_divergence(alpha))
            torch.testing.assert_close(family, factor * divergence(TABLE[name]))


def test_optimal_critic_and_conjugate_read_the_table():
    u = RATIOS[20:40]
    for name, row in TABLE.items():
        torch.testing.assert_close(f_divergences.optimal_critic(name, u), row.slope(u))
        t = slopes_within(row)
        torch.testing.assert_close(f_divergences.conjugate(name, t), row.conjugate(t))
    p, q = next(pairs())
    torch.testing.assert_close(f_divergences.optimal_critic("GAN", p / q).exp(), p / (p + q))


def test_grid_stays_below_the_conjugate_and_comes_near():
    for name, row in TABLE.items():
        t = row.slope(torch.linspace(0.2, 4, 9, dtype=torch.float64))
        coarse, fine = (
            f_divergences.fenchel_conjugate(row.f, t, torch.linspace(0.01, 6, n, dtype=torch.float64))
            for n in (20, 20001)
        )
        truth = row.conjugate(t)
        assert (coarse <= truth + 1e-12).all(), name
        torch.testing.assert_close(fine, truth, rtol=0, atol=2e-4)  # a step of the grid at a kink


@everywhere
def test_dtype_and_shape_stay(name):
    row = ROWS[name]
    u = torch.tensor([[0.5, 2.0, 3.0]])
    for function, value in ((row.f, u), (row.slope, u), (row.conjugate, row.slope(u))):
        result = function(value)
        assert result.dtype == torch.float32
        assert result.shape == (1, 3)
        assert result.isfinite().all()


HALVES = torch.tensor([0.5, 0.5])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: f_divergences.f_divergence(HALVES, torch.ones(1), torch.square), r"same shape \(K,\)"),
        (
            lambda: f_divergences.f_divergence(HALVES, torch.tensor([1.0, 0.0]), torch.square),
            "q must be above 0",
        ),
        (
            lambda: f_divergences.f_divergence(2 * HALVES, HALVES, torch.square),
            "p must sum to 1; got a sum of 2",
        ),
        (lambda: f_divergences.fenchel_conjugate(torch.square, HALVES, torch.zeros(0)), "U >= 1"),
        (lambda: f_divergences.fenchel_conjugate(torch.square, torch.zeros(()), HALVES), "shapes"),
        (lambda: f_divergences.conjugate("Renyi", HALVES), "one of total variation, KL.*got 'Renyi'"),
        (lambda: f_divergences.optimal_critic("Renyi", HALVES), "got 'Renyi'"),
        (lambda: f_divergences.optimal_critic("KL", torch.tensor([1.0, -1.0])), "above 0 everywhere; got -1"),
        (lambda: f_divergences.weighted_jensen_shannon(1.0), "between 0 and 1; got 1"),
        (lambda: f_divergences.alpha_divergence(1.0), "neither 0 nor 1; got 1"),
        (lambda: f_divergences.alpha_divergence(math.nan), "got nan"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
