"""Objectives: against torch.distributions, scikit-learn, scipy, autograd, enumeration and brute force."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import distance
from sklearn.metrics import log_loss
from torch.distributions import Bernoulli

from genai_lab.adversarial.objectives import (
    discriminator_loss,
    gan_value,
    generator_loss_minimax,
    generator_loss_non_saturating,
)
from genai_lab.adversarial.optimum import jensen_shannon, optimal_discriminator

LOSSES = [generator_loss_minimax, generator_loss_non_saturating]
# From 1e-300 up: where half of a mass rounds to 0, scipy calls the divergence infinite.
MASSES = st.just(0.0) | st.floats(1e-300, 1.0)
HALVES = st.lists(MASSES, min_size=2, max_size=6).filter(lambda p: sum(p) > 1e-3)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def distribution(masses: list[float]) -> torch.Tensor:
    p = torch.tensor(masses, dtype=torch.float64)
    return p / p.sum()


@pytest.mark.parametrize(("n", "m"), [(1, 1), (7, 3), (20, 50)])
def test_value_agrees_with_the_log_likelihood_of_the_labels(n, m):
    real, fake = 2 * normal(n), 2 * normal(m, seed=1)
    truth = Bernoulli(logits=real).log_prob(torch.ones(n, dtype=torch.float64)).mean()
    truth += Bernoulli(logits=fake).log_prob(torch.zeros(m, dtype=torch.float64)).mean()
    torch.testing.assert_close(gan_value(real, fake), truth)
    torch.testing.assert_close(discriminator_loss(real, fake), -truth)


def test_discriminator_loss_is_two_cross_entropies_of_scikit_learn():
    real, fake = normal(9), normal(4, seed=1)
    parts = [
        log_loss([label] * len(logits), logits.sigmoid().numpy(), labels=[0, 1])
        for logits, label in ((real, 1), (fake, 0))
    ]
    assert discriminator_loss(real, fake).item() == pytest.approx(sum(parts))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("far", [100.0, 1e4])
def test_losses_stay_exact_where_probabilities_round_to_0_and_1(dtype, far):
    logits = torch.tensor([far, -far, -far, -far], dtype=dtype, requires_grad=True)
    values = [gan_value(logits, -logits), *(loss(logits) for loss in LOSSES)]
    assert [value.item() for value in values] == [-1.5 * far, -0.25 * far, 0.75 * far]
    for value in values:
        (slope,) = torch.autograd.grad(value, logits)
        assert slope.isfinite().all()
        assert value.dtype == dtype


def test_slopes_of_the_two_generator_losses():
    logits = (3 * normal(11)).requires_grad_()
    D = logits.detach().sigmoid()
    for loss, slope in zip(LOSSES, (-D, D - 1), strict=True):
        torch.testing.assert_close(torch.autograd.grad(loss(logits), logits)[0], slope / 11)
        assert torch.autograd.gradcheck(loss, logits)


def test_minimax_loss_is_the_part_of_the_value_that_the_generator_moves():
    real, fake = normal(5), normal(8, seed=1)
    rest = gan_value(real, fake) - generator_loss_minimax(fake)
    torch.testing.assert_close(rest, gan_value(real, 3 * fake) - generator_loss_minimax(3 * fake))


def test_both_generator_losses_fall_with_the_logits():
    logits = torch.linspace(-30, 30, 61, dtype=torch.float64)
    for loss in LOSSES:
        assert (torch.stack([loss(logit[None]) for logit in logits]).diff() <= 0).all()


def test_logits_of_a_network_have_a_column():
    real, fake = normal(5, 1), normal(8, 1, seed=1)
    torch.testing.assert_close(gan_value(real, fake), gan_value(real.squeeze(1), fake.squeeze(1)))


@given(HALVES, st.integers(0, 1000))
def test_nothing_beats_the_optimal_discriminator(masses, seed):
    p, q = distribution(masses), normal(len(masses), seed=seed).softmax(0)
    other = normal(len(masses), seed=seed + 1).sigmoid()

    def value(D: torch.Tensor) -> float:
        return (torch.xlogy(p, D) + torch.xlogy(q, 1 - D)).sum().item()

    assert value(optimal_discriminator(p, q)) >= value(other) - 1e-12


@given(HALVES, st.integers(0, 1000))
def test_value_at_the_optimum_is_twice_the_divergence_minus_log_4(masses, seed):
    p, q = distribution(masses), normal(len(masses), seed=seed).softmax(0)
    D = optimal_discriminator(p, q)
    value = (torch.xlogy(p, D) + torch.xlogy(q, 1 - D)).sum()
    torch.testing.assert_close(value, 2 * jensen_shannon(p, q) - math.log(4), rtol=0, atol=1e-12)


def test_optimal_discriminator_says_half_where_nobody_is():
    p, q = torch.tensor([0.0, 0.0, 1.0], requires_grad=True), torch.tensor([0.0, 1.0, 0.0])
    best = optimal_discriminator(p, q)
    assert best.tolist() == [0.5, 0.0, 1.0]
    assert torch.autograd.grad(best.sum(), p)[0].isfinite().all()


def test_divergence_survives_the_smallest_number_there_is():
    p, q = (torch.tensor(masses, dtype=torch.float64) for masses in ([0.0, 1.0], [5e-324, 1.0]))
    assert jensen_shannon(p, q).item() == pytest.approx(0, abs=1e-12)


@given(HALVES, HALVES)
def test_divergence_agrees_with_scipy(p, q):
    size = min(len(p), len(q))
    if sum(p[:size]) < 1e-3 or sum(q[:size]) < 1e-3:
        return
    p, q = distribution(p[:size]), distribution(q[:size])
    ours = jensen_shannon(p, q)
    assert ours.item() == pytest.approx(distance.jensenshannon(p.numpy(), q.numpy()) ** 2, abs=1e-9)
    assert -1e-12 <= ours.item() <= math.log(2) + 1e-12
    torch.testing.assert_close(ours, jensen_shannon(q, p))


def test_divergence_at_its_ends():
    p = torch.tensor([0.2, 0.8, 0.0, 0.0])
    assert jensen_shannon(p, p).item() == pytest.approx(0, abs=1e-7)
    assert jensen_shannon(p, p.flip(0)).item() == pytest.approx(math.log(2))


def test_divergence_where_the_middle_would_underflow():
    tiny = torch.tensor([1e-45, 1.0])
    assert jensen_shannon(tiny, torch.tensor([0.0, 1.0])).item() == pytest.approx(0, abs=1e-6)


def test_root_of_the_divergence_is_a_metric():
    p, q, r = (2 * normal(3, 200, 5)).softmax(-1)
    pairs = [(p, q), (q, r), (p, r)]
    near, on, far = (
        torch.stack([jensen_shannon(*row).sqrt() for row in zip(*pair, strict=True)]) for pair in pairs
    )
    assert (far <= near + on + 1e-12).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype(dtype):
    p, q = torch.tensor([0.5, 0.5], dtype=dtype), torch.tensor([1.0, 0.0], dtype=dtype)
    assert {f(p, q).dtype for f in (gan_value, optimal_discriminator, jensen_shannon)} == {dtype}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: gan_value(torch.zeros(0), torch.zeros(2)), "real_logits must hold at least one"),
        (lambda: discriminator_loss(torch.zeros(2), torch.zeros(0)), "fake_logits must hold at least one"),
        (lambda: generator_loss_minimax(torch.zeros(0)), "at least one logit"),
        (lambda: generator_loss_non_saturating(torch.zeros(0)), "at least one logit"),
        (lambda: optimal_discriminator(torch.ones(2), torch.ones(3)), "same shape"),
        (lambda: optimal_discriminator(torch.tensor([-1.0]), torch.ones(1)), "got -1"),
        (lambda: optimal_discriminator(torch.tensor([torch.nan]), torch.ones(1)), "got nan"),
        (lambda: optimal_discriminator(torch.ones(1), torch.ones(1, dtype=torch.int64)), "floating-point"),
        (lambda: jensen_shannon(torch.ones(2), torch.ones(2) / 2), "sum to 1; got a sum of 2"),
        (lambda: jensen_shannon(torch.ones(1, 2) / 2, torch.ones(1, 2) / 2), "same shape"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
