"""Toy data: draws against densities by a chi-square test, densities against quadrature and scipy."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from genai_lab.data import toy

DRAWS = {f.__name__: f for f in (toy.ring, toy.grid, toy.pinwheel, toy.two_moons, toy.swiss_roll)}
EXACT = {"ring": toy.ring_log_prob, "grid": toy.grid_log_prob, "pinwheel": toy.pinwheel_log_prob}


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def midpoints(n: int) -> tuple[torch.Tensor, float]:
    """The centres of n x n cells of the unit square, and the area of one."""
    line = (torch.arange(n, dtype=torch.float64) + 0.5) / n
    return torch.cartesian_prod(line, line), 1 / n**2


def curve(name: str, n: int = 250) -> torch.Tensor:
    """Points evenly spaced in t on the noiseless curve, written from its published definition."""
    t = (torch.arange(n, dtype=torch.float64) + 0.5) / n
    if name == "swiss_roll":
        t = math.pi * (1.5 + 3 * t)
        return 0.5 + 0.35 * torch.stack([t * t.cos(), t * t.sin()], dim=-1) / (4.5 * math.pi)
    t = math.pi * t
    upper, lower = torch.stack([t.cos(), t.sin()], -1), torch.stack([1 - t.cos(), 0.5 - t.sin()], -1)
    both = torch.cat([upper, lower])
    both -= torch.tensor([0.5, 0.25])
    return 0.5 + both * 0.7 / 3


def curve_density(name: str, std: float, x: torch.Tensor) -> torch.Tensor:
    """The density of a curve with noise: an average of Gaussians along the curve."""
    squared = torch.cdist(x, curve(name)).square()
    return (-0.5 * squared / std**2).exp().mean(1) / (2 * math.pi * std**2)


DENSITY = {name: lambda x, log_prob=log_prob: log_prob(x).exp() for name, log_prob in EXACT.items()} | {
    "two_moons": lambda x: curve_density("two_moons", 0.015, x),
    "swiss_roll": lambda x: curve_density("swiss_roll", 0.01, x),
}


@pytest.mark.parametrize("name", DRAWS)
def test_draws_follow_the_density(name):
    n, cells, fine = 40_000, 16, 12
    points, area = midpoints(cells * fine)
    mass = (DENSITY[name](points) * area).reshape(cells, fine, cells, fine).sum((1, 3)).flatten()
    x = DRAWS[name](n, generator=generator())
    index = (x * cells).long()
    observed = torch.bincount(index[:, 0] * cells + index[:, 1], minlength=cells**2).double()
    expected = n * mass
    assert expected.sum().item() == pytest.approx(n, rel=1e-3)
    rare = expected < 20
    observed = torch.cat([observed[~rare], observed[rare].sum()[None]])
    expected = torch.cat([expected[~rare], expected[rare].sum()[None]])
    # A right answer fails with probability 1e-7.
    assert stats.chisquare(observed, expected * observed.sum() / expected.sum()).pvalue > 1e-7


@pytest.mark.parametrize("name", EXACT)
def test_densities_integrate_to_one(name):
    points, area = midpoints(500)
    assert (EXACT[name](points).exp().sum() * area).item() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("centers", "name"), [(toy.ring_centers(), "ring"), (toy.grid_centers(), "grid")])
def test_mixtures_agree_with_scipy(centers, name):
    std = {"ring": 0.015, "grid": 0.008}[name]
    x = torch.rand(50, 2, dtype=torch.float64, generator=generator())
    each = np.stack([stats.multivariate_normal(c, std**2).pdf(x) for c in centers.double().numpy()])
    # Where every component underflows only our log-density is left to look at.
    seen = each.sum(0) > 0
    ours = EXACT[name](x, std=std)
    assert seen.sum() > 25
    assert ours.isfinite().all()
    np.testing.assert_allclose(ours[seen], np.log(each.mean(0)[seen]), rtol=1e-10)


@pytest.mark.parametrize("n_arms", [1, 3, 5])
def test_pinwheel_looks_the_same_after_the_turn_of_one_arm(n_arms):
    x = toy.pinwheel(200, n_arms=n_arms, generator=generator()).double()
    turn = torch.tensor(2 * math.pi / n_arms, dtype=torch.float64)
    rotation = torch.tensor([[turn.cos(), -turn.sin()], [turn.sin(), turn.cos()]], dtype=torch.float64)
    turned = 0.5 + (x - 0.5) @ rotation.T
    torch.testing.assert_close(
        toy.pinwheel_log_prob(turned, n_arms=n_arms),
        toy.pinwheel_log_prob(x, n_arms=n_arms),
        rtol=0,
        atol=1e-4,
    )


def test_centers():
    ring = toy.ring_centers(n_modes=6)
    torch.testing.assert_close((ring - 0.5).norm(dim=1), torch.full((6,), 0.35))
    gaps = (ring - ring.roll(1, 0)).norm(dim=1)
    torch.testing.assert_close(gaps, torch.full((6,), 0.35))  # the side of a hexagon is its radius
    assert sorted(toy.grid_centers(n_side=2).tolist()) == [
        [0.25, 0.25],
        [0.25, 0.75],
        [0.75, 0.25],
        [0.75, 0.75],
    ]


class TestTheUnitSquare:
    def test_the_chance_to_leave_is_what_the_docstring_says(self):
        outside = stats.chi2.sf(7.5**2, df=2)  # a Gaussian in the plane, farther than 7.5 std from its centre
        assert outside == pytest.approx(6.1e-13, rel=0.01)
        assert "6.1e-13" in toy.__doc__

    @pytest.mark.parametrize(
        ("centers", "largest_std"),
        [
            (toy.ring_centers(n_modes=8), 0.02),
            (toy.ring_centers(n_modes=7), 0.02),
            (toy.grid_centers(n_side=5), 1 / 75),
            (toy.grid_centers(n_side=3), 1 / 45),
            (curve("two_moons"), 0.02),
            (curve("swiss_roll"), 0.02),
        ],
    )
    def test_centers_are_far_from_the_border(self, centers, largest_std):
        assert torch.minimum(centers, 1 - centers).min() >= 7.5 * largest_std - 1e-6

    def test_pinwheel_reaches_the_border_at_no_less(self):
        # The farthest point of an arm, k std out along it, is at radius 0.24 + k 0.034.
        assert 0.24 + 7.5 * 0.034 <= 0.5

    @pytest.mark.parametrize("name", DRAWS)
    def test_draws_stay_inside(self, name):
        x = DRAWS[name](20_000, generator=generator(1))
        assert x.min() >= 0
        assert x.max() <= 1

    @pytest.mark.parametrize(
        "draw",
        [
            lambda std: toy.ring(3, std=std),
            lambda std: toy.grid(3, n_side=5, std=std * 2 / 3),
            lambda std: toy.two_moons(3, std=std),
            lambda std: toy.swiss_roll(3, std=std),
            lambda std: toy.ring_log_prob(torch.zeros(1, 2), std=std),
            lambda std: toy.grid_log_prob(torch.zeros(1, 2), n_side=5, std=std * 2 / 3),
        ],
    )
    def test_a_larger_std_is_refused(self, draw):
        draw(0.02)
        for std in (0.0201, 0.0, -0.01, math.nan):
            with pytest.raises(ValueError, match=r"std must be in \(0, 0\.0\d+\] .*; got"):
                draw(std)


@pytest.mark.parametrize("name", DRAWS)
def test_draws_follow_the_generator_alone(name):
    draw = DRAWS[name]
    first = draw(50, generator=generator(3))
    torch.manual_seed(1)
    assert torch.equal(first, draw(50, generator=generator(3)))
    assert not torch.equal(first, draw(50, generator=generator(4)))
    assert (first.shape, first.dtype) == ((50, 2), torch.float32)
    assert draw(1).shape == (1, 2)


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_densities_keep_the_dtype_and_are_finite_far_away(name, dtype):
    x = torch.tensor([[0.5, 0.5], [40.0, -3.0]], dtype=dtype)
    result = EXACT[name](x)
    assert (result.dtype, result.shape) == (dtype, (2,))
    assert result.isfinite().all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: toy.ring(0), "n must be at least 1; got 0"),
        (lambda: toy.two_moons(-1), "n must be at least 1; got -1"),
        (lambda: toy.ring(3, n_modes=0), "n_modes must be at least 1; got 0"),
        (lambda: toy.grid(3, n_side=0), "n_side must be at least 1; got 0"),
        (lambda: toy.pinwheel(3, n_arms=0), "n_arms must be at least 1; got 0"),
        (lambda: toy.ring_log_prob(torch.zeros(2)), r"shape \(N, 2\).*; got \(2,\)"),
        (lambda: toy.pinwheel_log_prob(torch.zeros(4, 3)), r"got \(4, 3\)"),
        (lambda: toy.grid_log_prob(torch.zeros(4, 2).long()), "floating-point dtype; got .* torch.int64"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
