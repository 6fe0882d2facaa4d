"""Penalties: against slopes known on paper, finite differences, one example at a time, and torch.func."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from genai_lab.adversarial.penalties import clip_weights, dragan_penalty, gradient_norms, gradient_penalty
from genai_lab.nn.mlp import mlp


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def network(d: int, *, seed: int = 0) -> nn.Sequential:
    """A smooth critic with random weights."""
    critic = mlp(d, 6, 4, 1, activation=nn.Tanh).double()
    draws = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=draws))
    return critic


def slopes_by_steps(critic: nn.Module, x: Tensor, step: float = 1e-5) -> Tensor:
    """Central differences along each feature of each row, (N, D)."""
    steps = step * torch.eye(x.shape[1], dtype=x.dtype)[:, None, :]
    with torch.no_grad():
        return ((critic(x + steps) - critic(x - steps)).squeeze(-1) / (2 * step)).T


@pytest.mark.parametrize(("n", "d"), [(1, 1), (5, 3), (20, 7)])
def test_norms_agree_with_finite_differences(n, d):
    critic, x = network(d), normal(n, d)
    truth = slopes_by_steps(critic, x).norm(dim=1)
    torch.testing.assert_close(gradient_norms(critic, x).detach(), truth, rtol=1e-6, atol=1e-8)


def test_norms_agree_with_one_gradient_an_example():
    critic, x = network(4), normal(6, 4)
    slopes = torch.func.vmap(torch.func.grad(lambda row: critic(row).sum()))(x)
    torch.testing.assert_close(gradient_norms(critic, x), slopes.norm(dim=1))


def test_the_slope_of_a_bowl_is_the_point_itself():
    x = normal(8, 3)
    norms = gradient_norms(lambda x: x.square().sum(1, keepdim=True) / 2, x)
    torch.testing.assert_close(norms, x.norm(dim=1))


def test_norms_of_images_run_over_all_pixels():
    x = normal(3, 2, 4, 4)
    norms = gradient_norms(lambda x: x.square().sum((1, 2, 3)) / 2, x)
    torch.testing.assert_close(norms, x.flatten(1).norm(dim=1))


@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_a_linear_critic_pays_for_its_length_wherever_it_is_asked(seed, length):
    direction = nn.functional.normalize(normal(5, seed=seed), dim=0)
    real, fake, eps = normal(4, 5, seed=seed), 3 * normal(4, 5, seed=seed + 1), normal(4, 1).sigmoid()

    def critic(x: Tensor) -> Tensor:
        return length * x @ direction[:, None] + 3

    price = torch.full((4,), (length - 1) ** 2, dtype=torch.float64)
    torch.testing.assert_close(gradient_penalty(critic, real, fake, eps), price, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(dragan_penalty(critic, real, fake), price, rtol=1e-9, atol=1e-9)


def test_a_critic_of_unit_slope_pays_nothing():
    line = nn.Linear(3, 1).double()
    with torch.no_grad():
        line.weight.copy_(torch.tensor([[2.0, -1.0, 2.0]], dtype=torch.float64) / 3)
    real, fake, eps = normal(50, 3), normal(50, 3, seed=1), normal(50, 1).sigmoid()
    assert gradient_penalty(line, real, fake, eps).max() < 1e-25
    assert dragan_penalty(line, real, fake).max() < 1e-25


def test_the_penalty_looks_between_data_and_samples():
    critic, real, fake = network(3), normal(5, 3), normal(5, 3, seed=1)
    eps = normal(5, 1, seed=2).sigmoid()
    for share, place in [
        (torch.ones(5, 1), real),
        (torch.zeros(5, 1), fake),
        (eps, fake + eps * (real - fake)),
    ]:
        truth = (slopes_by_steps(critic, place).norm(dim=1) - 1).square()
        found = gradient_penalty(critic, real, fake, share.double()).detach()
        torch.testing.assert_close(found, truth, rtol=1e-6, atol=1e-8)


def test_data_and_samples_change_places_with_eps():
    critic, real, fake, eps = network(3), normal(5, 3), normal(5, 3, seed=1), normal(5, 1).sigmoid()
    torch.testing.assert_close(
        gradient_penalty(critic, real, fake, eps), gradient_penalty(critic, fake, real, 1 - eps)
    )


@pytest.mark.parametrize("penalty", ["gradient", "dragan"])
def test_each_example_pays_for_itself(penalty):
    critic, real, other, eps = network(3), normal(6, 3), normal(6, 3, seed=1), normal(6, 1).sigmoid()

    def price(rows: slice) -> Tensor:
        if penalty == "dragan":
            return dragan_penalty(critic, real[rows], other[rows])
        return gradient_penalty(critic, real[rows], other[rows], eps[rows])

    together = price(slice(None))
    assert together.shape == (6,)
    for i in range(6):
        torch.testing.assert_close(price(slice(i, i + 1)), together[i : i + 1])


@pytest.mark.parametrize("penalty", ["gradient", "dragan"])
def test_the_gradient_along_the_weights_agrees_with_finite_differences(penalty):
    critic, real, other, eps = network(2), normal(4, 2), normal(4, 2, seed=1), normal(4, 1).sigmoid()

    def price() -> Tensor:
        if penalty == "dragan":
            return dragan_penalty(critic, real, other).mean()
        return gradient_penalty(critic, real, other, eps).mean()

    price().backward()
    for parameter in critic.parameters():
        entries = parameter.data.view(-1)
        # The last bias moves no slope; autograd then says None.
        slopes = torch.zeros_like(entries) if parameter.grad is None else parameter.grad.view(-1)
        for i in range(len(entries)):
            kept = entries[i].item()
            entries[i] = kept + 1e-5
            above = price().item()
            entries[i] = kept - 1e-5
            below = price().item()
            entries[i] = kept
            assert slopes[i].item() == pytest.approx((above - below) / 2e-5, rel=1e-5, abs=1e-7)


def test_no_gradient_flows_to_data_samples_or_noise():
    critic = network(3)
    real, fake, noise = (normal(4, 3, seed=seed).requires_grad_() for seed in range(3))
    eps = normal(4, 1).sigmoid()
    (gradient_penalty(critic, real, fake, eps) + dragan_penalty(critic, real, noise)).sum().backward()
    assert real.grad is fake.grad is noise.grad is None
    assert critic[0].weight.grad.abs().sum() > 0


def test_a_critic_descends_to_unit_slope():
    line = nn.Linear(2, 1).double()
    with torch.no_grad():
        line.weight.copy_(torch.tensor([[3.0, 4.0]]))
    real, fake, eps = normal(8, 2), normal(8, 2, seed=1), normal(8, 1).sigmoid()
    optimizer = torch.optim.SGD(line.parameters(), lr=0.2)
    for _ in range(60):
        optimizer.zero_grad()
        gradient_penalty(line, real, fake, eps).mean().backward()
        optimizer.step()
    assert line.weight.norm().item() == pytest.approx(1, abs=1e-6)
    torch.testing.assert_close(line.weight[0] / line.weight.norm(), torch.tensor([0.6, 0.8]).double())


def test_with_batch_normalization_the_slope_of_one_depends_on_the_others():
    torch.manual_seed(0)
    x = normal(6, 3)
    critic = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 1)).double()
    moved = torch.cat([x[:1], 3 * x[1:]])
    assert not torch.allclose(gradient_norms(critic, x)[0], gradient_norms(critic, moved)[0], rtol=1e-3)
    free = network(3)
    torch.testing.assert_close(gradient_norms(free, x)[0], gradient_norms(free, moved)[0])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype(dtype):
    critic, real, fake = network(3).to(dtype), normal(4, 3).to(dtype), normal(4, 3, seed=1).to(dtype)
    eps = torch.full((4, 1), 0.5, dtype=dtype)
    assert gradient_norms(critic, real).dtype == dtype
    assert gradient_penalty(critic, real, fake, eps).dtype == dtype
    assert dragan_penalty(critic, real, fake).dtype == dtype
    clip_weights(critic, 0.1)
    assert {parameter.dtype for parameter in critic.parameters()} == {dtype}


@given(st.integers(0, 1000), st.floats(1e-3, 3))
def test_clipping_brings_every_entry_to_the_nearest_in_the_box(seed, c):
    critic = nn.Sequential(network(3, seed=seed), nn.LayerNorm(1)).double()
    before = [parameter.detach().clone() for parameter in critic.parameters()]
    same = list(critic.parameters())
    clip_weights(critic, c)
    for old, new, parameter in zip(before, critic.parameters(), same, strict=True):
        assert new is parameter
        assert new.requires_grad
        assert new.is_leaf
        truth = [math.copysign(min(abs(w), c), w) for w in old.flatten().tolist()]
        torch.testing.assert_close(new.detach().flatten(), torch.tensor(truth, dtype=torch.float64))


def test_clipping_twice_is_clipping_once():
    critic = network(3)
    clip_weights(critic, 0.2)
    once = [parameter.detach().clone() for parameter in critic.parameters()]
    clip_weights(critic, 0.2)
    assert all(map(torch.equal, once, critic.parameters()))


def test_a_clipped_critic_is_as_steep_as_its_box_allows_at_most():
    critic = network(3, seed=4)
    clip_weights(critic, 0.3)
    # tanh is 1-Lipschitz, and a matrix with entries in [-c, c] stretches by c sqrt(rows columns) at most.
    widths = [3, 6, 4, 1]
    bound = math.prod(0.3 * math.sqrt(a * b) for a, b in itertools.pairwise(widths))
    assert gradient_norms(critic, 5 * normal(500, 3)).max().item() <= bound


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: gradient_norms(network(2), torch.zeros(2)), r"shape \(N, D\)"),
        (lambda: gradient_norms(network(2), torch.zeros(0, 2)), "N >= 1"),
        (lambda: gradient_penalty(network(2), normal(3, 2), normal(4, 2), normal(3, 1)), "same shape"),
        (
            lambda: gradient_penalty(network(2), normal(3, 2), normal(3, 2), normal(3)),
            r"shape \(N, 1\), N = 3",
        ),
        (lambda: gradient_penalty(network(2), normal(3, 2), normal(3, 2), normal(1, 1)), r"got \(1, 1\)"),
        (lambda: dragan_penalty(network(2), normal(3, 2), normal(1, 2)), "same shape"),
        (lambda: clip_weights(network(2), 0.0), "above 0; got 0"),
        (lambda: clip_weights(network(2), math.nan), "above 0; got nan"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
