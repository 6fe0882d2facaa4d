"""Transport: against scipy, POT and the best assignment, primal against dual, and its own invariants."""

import math

import ot
import pytest
import torch
from scipy.optimize import linear_sum_assignment
from scipy.stats import wasserstein_distance

from genai_lab.probability import wasserstein

SIZES = [(1, 1), (1, 5), (4, 4), (6, 9), (12, 5)]


def draws(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, rng: torch.Generator) -> torch.Tensor:
    return torch.randn(shape, generator=rng, dtype=torch.float64)


def line(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return (x[:, None] - y).abs()


def plane(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist")


def same(a, b, atol: float = 1e-9) -> None:
    torch.testing.assert_close(
        torch.as_tensor(a, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64), rtol=0, atol=atol
    )


@pytest.mark.parametrize(("n", "m"), [*SIZES, (30, 30), (7, 13), (8, 12)])
def test_line_is_scipys(n, m):
    rng = draws()
    for _ in range(20):
        x, y = normal(n, rng=rng), 2 * normal(m, rng=rng) + 0.5
        same(wasserstein.wasserstein_1d(x, y), wasserstein_distance(x.numpy(), y.numpy()))


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_line_is_the_linear_program_and_pots(n, m):
    rng = draws()
    x, y = normal(n, rng=rng), normal(m, rng=rng) + 1
    p, q = torch.full((n,), 1 / n, dtype=torch.float64), torch.full((m,), 1 / m, dtype=torch.float64)
    distance = wasserstein.wasserstein_1d(x, y)
    same(wasserstein.wasserstein(p, q, line(x, y)), distance)
    same(ot.emd2_1d(x.numpy(), y.numpy(), metric="euclidean"), distance)


def test_line_has_the_gradient_of_the_sorted_differences():
    rng = draws()
    x, y = normal(6, rng=rng).requires_grad_(), normal(6, rng=rng).requires_grad_()
    assert torch.autograd.gradcheck(wasserstein.wasserstein_1d, (x, y))
    (slope,) = torch.autograd.grad(wasserstein.wasserstein_1d(x, y), x)
    ranks = x.argsort().argsort()
    torch.testing.assert_close(slope, (x - y.sort().values[ranks]).sign().detach() / 6)


def test_line_measures_a_move_and_a_stretch():
    x = normal(11, rng=draws())
    same(wasserstein.wasserstein_1d(x, x + 3), 3)
    same(wasserstein.wasserstein_1d(x, x.flip(0)), 0)
    same(wasserstein.wasserstein_1d(x, 4 * x), 3 * x.abs().mean())
    assert wasserstein.wasserstein_1d(x.float(), x.float() + 1).dtype == torch.float32


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_plan_is_pots_and_obeys(n, m):
    rng = draws(1)
    for _ in range(5):
        p, q = normal(n, rng=rng).softmax(0), normal(m, rng=rng).softmax(0)
        for cost in (plane(normal(n, 2, rng=rng), normal(m, 2, rng=rng)), normal(n, m, rng=rng)):
            plan = wasserstein.optimal_plan(p, q, cost)
            assert (plan >= 0).all()
            same(plan.sum(1), p)
            same(plan.sum(0), q)
            same((plan * cost).sum(), ot.emd2(p.numpy(), q.numpy(), cost.numpy()))
            same(wasserstein.wasserstein(p, q, cost), (plan * cost).sum())
            # A corner of the polytope: no more ways in use than heaps and holes minus one.
            assert (plan > 0).sum() <= n + m - 1


@pytest.mark.parametrize("n", [1, 2, 9])
def test_plan_is_an_assignment_where_heaps_and_holes_are_alike(n):
    cost = normal(n, n, rng=draws())
    each = torch.ones(n, dtype=torch.float64)
    heaps, holes = linear_sum_assignment(cost.numpy())
    truth = torch.zeros(n, n, dtype=torch.float64)
    truth[heaps, holes] = 1
    same(wasserstein.optimal_plan(each, each, cost), truth)


def test_plan_with_empty_places_and_masses_that_do_not_sum_to_one():
    p, q = torch.tensor([0.0, 2.0, 1.0]), torch.tensor([1.5, 0.0, 1.5])
    plan = wasserstein.optimal_plan(p, q, torch.arange(9.0).reshape(3, 3))
    torch.testing.assert_close(plan.sum(1), p)
    torch.testing.assert_close(plan.sum(0), q)
    assert plan.dtype == torch.float32


@pytest.mark.parametrize("k", [1, 2, 6, 10])
def test_critic_is_worth_what_the_plan_costs(k):
    rng = draws(2)
    for dimension in (1, 2, 5):
        x = normal(k, dimension, rng=rng)
        distance = plane(x, x)
        p, q = (2 * normal(2, k, rng=rng)).softmax(1)
        f = wasserstein.dual_critic(p, q, distance)
        assert ((f[:, None] - f - distance) <= 1e-9).all()
        primal = wasserstein.wasserstein(p, q, distance)
        same((f * (p - q)).sum(), primal)
        same(primal, ot.emd2(p.numpy(), q.numpy(), distance.numpy()))
        # Complementary slackness: where earth is carried, the critic is exactly as steep as allowed.
        plan = wasserstein.optimal_plan(p, q, distance)
        slack = distance - (f[:, None] - f)
        same(plan * slack, torch.zeros(k, k))


def test_critic_on_a_line_rises_where_more_of_p_lies_beyond():
    rng = draws(3)
    x = normal(9, rng=rng).sort().values
    p, q = normal(2, 9, rng=rng).softmax(1)
    f = wasserstein.dual_critic(p, q, line(x, x))
    beyond = (p - q).flip(0).cumsum(0).flip(0)[1:]
    same(f.diff(), beyond.sign() * x.diff())
    same((f * (p - q)).sum(), wasserstein_distance(x.numpy(), x.numpy(), p.numpy(), q.numpy()))


def test_bound_on_the_height_is_the_total_variation_which_forgets_how_far():
    # The slide's constraint |f| <= 1 gives sum |p - q| at any distance; the slope's constraint does not.
    p, q = torch.tensor([1.0, 0.0]).double(), torch.tensor([0.0, 1.0]).double()
    for far in (0.1, 1.0, 30.0):
        distance = torch.tensor([[0.0, far], [far, 0.0]], dtype=torch.float64)
        f = wasserstein.dual_critic(p, q, distance)
        same((f * (p - q)).sum(), far)


def test_two_parallel_lines_are_as_far_as_they_lie_apart():
    # Example 1 of Arjovsky et al. (2017): JSD is log 2 for all shifts but 0, W is the shift.
    height = torch.linspace(0, 1, 15, dtype=torch.float64)
    still = torch.stack([torch.zeros_like(height), height], dim=1)
    each = torch.full((15,), 1 / 15, dtype=torch.float64)
    for shift in (0.0, 0.25, 2.0):
        moved = still + torch.tensor([shift, 0.0])
        same(wasserstein.wasserstein(each, each, plane(still, moved)), shift)


def test_distance_is_a_metric():
    rng = draws(4)
    x = normal(7, 2, rng=rng)
    distance = plane(x, x)
    for _ in range(5):
        p, q, r = normal(3, 7, rng=rng).softmax(1)
        pq, qr, pr = (wasserstein.wasserstein(a, b, distance) for a, b in ((p, q), (q, r), (p, r)))
        same(wasserstein.wasserstein(q, p, distance), pq)
        same(wasserstein.wasserstein(p, p, distance), 0)
        assert pr <= pq + qr + 1e-9


HALVES = torch.tensor([0.5, 0.5])
APART = torch.tensor([[0.0, 1.0], [1.0, 0.0]])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: wasserstein.wasserstein_1d(torch.zeros(0), torch.zeros(1)), "at least 1; got"),
        (lambda: wasserstein.wasserstein_1d(torch.zeros(2, 2), torch.zeros(1)), "shapes"),
        (lambda: wasserstein.optimal_plan(torch.zeros(0), HALVES, APART), "not be empty|not empty"),
        (lambda: wasserstein.optimal_plan(HALVES, -HALVES, APART), "q must be finite and at least 0"),
        (lambda: wasserstein.optimal_plan(HALVES, HALVES * 1.1, APART), "the same sum; got 1 and 1.1"),
        (lambda: wasserstein.optimal_plan(HALVES, HALVES, APART[:1]), r"shape \(2, 2\); got \(1, 2\)"),
        (lambda: wasserstein.optimal_plan(HALVES, HALVES, APART + math.inf), "finite"),
        (lambda: wasserstein.wasserstein(HALVES, HALVES, APART * math.nan), "finite"),
        (lambda: wasserstein.dual_critic(HALVES, torch.ones(1), APART), r"got \(2,\), \(1,\)"),
        (lambda: wasserstein.dual_critic(HALVES, HALVES, APART + 1), "0 on the diagonal"),
        (lambda: wasserstein.dual_critic(HALVES, HALVES, -APART), "at least 0"),
        (lambda: wasserstein.dual_critic(HALVES, HALVES, torch.tensor([[0.0, 1], [2, 0]])), "symmetric"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
