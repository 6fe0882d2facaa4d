"""Objectives: against torch.distributions, scikit-learn, scipy, autograd, enumeration and brute force."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import distance
from sklearn.metrics import hinge_loss, log_loss, mean_squared_error
from torch.distributions import Bernoulli

from genai_lab.adversarial.began import began_generator_loss
from genai_lab.adversarial.objectives import (
    NAMES,
    around_the_data,
    between_data_and_samples,
    discriminator_loss,
    gan_value,
    generator_loss_minimax,
    generator_loss_non_saturating,
    hinge_discriminator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    objective,
    wasserstein_critic_loss,
    wasserstein_generator_loss,
)
from genai_lab.adversarial.optimum import jensen_shannon, optimal_discriminator

LOSSES = [generator_loss_minimax, generator_loss_non_saturating]
# From 1e-300 up: where half of a mass rounds to 0, scipy calls the divergence infinite.
MASSES = st.just(0.0) | st.floats(1e-300, 1.0)
HALVES = st.lists(MASSES, min_size=2, max_size=6).filter(lambda p: sum(p) > 1e-3)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


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


PAIRS = [least_squares_discriminator_loss, hinge_discriminator_loss, wasserstein_critic_loss]
SINGLES = [least_squares_generator_loss, wasserstein_generator_loss]
SIZES = st.integers(1, 8)
SCALES = st.floats(0.1, 50)


@given(SIZES, SIZES, SCALES, st.integers(0, 1000))
def test_least_squares_agree_with_scikit_learn(n, m, scale, seed):
    real, fake = scale * normal(n, seed=seed), scale * normal(m, seed=seed + 1)
    data, samples = mean_squared_error([1] * n, real.numpy()), mean_squared_error([0] * m, fake.numpy())
    assert least_squares_discriminator_loss(real, fake).item() == pytest.approx((data + samples) / 2)
    assert least_squares_generator_loss(fake).item() == pytest.approx(
        mean_squared_error([1] * m, fake.numpy()) / 2
    )


@given(SIZES, SIZES, SCALES, st.integers(0, 1000))
def test_hinge_agrees_with_scikit_learn(n, m, scale, seed):
    real, fake = scale * normal(n, seed=seed), scale * normal(m, seed=seed + 1)
    # One mean over both classes, weighted so that each counts half.
    outputs, labels, weights = torch.cat([real, fake]), [1] * n + [-1] * m, [1 / n] * n + [1 / m] * m
    truth = 2 * hinge_loss(labels, outputs.numpy(), sample_weight=weights)
    assert hinge_discriminator_loss(real, fake).item() == pytest.approx(truth)


@given(SIZES, SIZES, SCALES, st.integers(0, 1000))
def test_critic_and_generator_are_apart_by_what_the_generator_cannot_move(n, m, scale, seed):
    real, fake = scale * normal(n, seed=seed), scale * normal(m, seed=seed + 1)
    loss = wasserstein_critic_loss(real, fake)
    assert loss.item() == pytest.approx(fake.numpy().mean() - real.numpy().mean())
    torch.testing.assert_close(loss + wasserstein_generator_loss(fake), -real.mean())
    torch.testing.assert_close(wasserstein_critic_loss(real + 5, fake + 5), loss)


def test_slopes_of_the_other_objectives():
    real, fake = (3 * normal(9)).requires_grad_(), (3 * normal(5, seed=1)).requires_grad_()
    r, f, one = real.detach(), fake.detach(), torch.ones(9, dtype=torch.float64)
    truths = [((r - 1) / 9, f / 5), (-(r < 1).double() / 9, (f > -1) / 5), (-one / 9, one[:5] / 5)]
    for loss, truth in zip(PAIRS, truths, strict=True):
        slopes = torch.autograd.grad(loss(real, fake), (real, fake))
        for slope, expected in zip(slopes, truth, strict=True):
            torch.testing.assert_close(slope, expected.double())
    for single, expected in zip(SINGLES, [(f - 1) / 5, -one[:5] / 5], strict=True):
        torch.testing.assert_close(torch.autograd.grad(single(fake), fake)[0], expected)


@pytest.mark.parametrize("counts", [((4, 1, 3, 2), (1, 4, 3, 2)), ((1, 7), (3, 1))])
def test_squares_have_the_optimum_of_the_first_game(counts):
    """Mao et al. (2017), section 3.2.2: D* = p / (p + q), found here by descent over the values of D."""
    real, fake = (torch.repeat_interleave(torch.arange(len(c)), torch.tensor(c)) for c in counts)
    D = torch.zeros(len(counts[0]), dtype=torch.float64, requires_grad=True)
    for _ in range(2000):
        (slope,) = torch.autograd.grad(least_squares_discriminator_loss(D[real], D[fake]), D)
        D.data -= slope
    p, q = (torch.tensor(c).double() / sum(c) for c in counts)
    torch.testing.assert_close(D.detach(), optimal_discriminator(p, q))


def test_the_best_hinge_is_a_sign():
    """Lim and Ye (2017), and enumeration: D* is 1 where the data are denser and -1 elsewhere."""
    p, q = (normal(6, seed=seed).softmax(0) for seed in (0, 1))
    grid = torch.linspace(-3, 3, 601, dtype=torch.float64)[:, None]
    price = p * (1 - grid).clamp(min=0) + q * (1 + grid).clamp(min=0)
    torch.testing.assert_close(grid[price.argmin(0)].squeeze(1), (p - q).sign())
    real, fake = (torch.multinomial(w, 50_000, replacement=True, generator=seeded()) for w in (p, q))
    best = hinge_discriminator_loss((p - q).sign()[real], (p - q).sign()[fake]).item()
    # 2 min(p, q), summed over places; 6 standard errors of two means of numbers 0 and 2.
    assert best == pytest.approx(2 * torch.minimum(p, q).sum().item(), abs=6 * 2 * (2 / 50_000) ** 0.5 / 2)


def test_a_product_does_not_know_data_from_samples():
    """CS8321's "hinge loss", the mean of f(x) f(G(z)), beside the hinge."""
    real, fake = normal(5), normal(5, seed=1)
    assert (real * fake).mean() == (fake * real).mean()
    assert hinge_discriminator_loss(real, fake) != hinge_discriminator_loss(fake, real)


def test_a_minus_before_the_data_has_no_minimum():
    """The slide's row for LSGAN, after Lucic et al. (2018), falls without end; the paper's does not."""
    fake = torch.zeros(3, dtype=torch.float64)
    outputs = [torch.full((3,), far, dtype=torch.float64) for far in (1.0, 1e2, 1e4)]
    slide = [(-(real - 1).square().mean() + fake.square().mean()).item() for real in outputs]
    assert slide == sorted(slide, reverse=True)
    assert slide[-1] < -9e7
    assert all(least_squares_discriminator_loss(real, fake) >= 0 for real in outputs)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_other_objectives_keep_the_dtype_and_take_a_column(dtype):
    real, fake = normal(5).to(dtype), normal(8, seed=1).to(dtype)
    for loss in PAIRS:
        assert loss(real, fake).dtype == dtype
        torch.testing.assert_close(loss(real[:, None], fake[:, None]), loss(real, fake))
    for loss in SINGLES:
        assert loss(fake).dtype == dtype
        torch.testing.assert_close(loss(fake[:, None]), loss(fake))


def test_every_row_of_the_table():
    rows = {name: objective(name) for name in NAMES}
    assert {name for name, row in rows.items() if row.penalty} == {"WGAN-GP", "DRAGAN"}
    assert {name for name, row in rows.items() if row.constrain} == {"WGAN"}
    first = {"MM", "NS", "DRAGAN"}
    assert {name for name, row in rows.items() if row.discriminator_loss is discriminator_loss} == first
    assert {n for n, row in rows.items() if row.generator_loss is wasserstein_generator_loss} == {
        "hinge",
        "WGAN",
        "WGAN-GP",
    }
    assert rows["MM"].generator_loss is generator_loss_minimax
    assert rows["NS"].generator_loss is rows["DRAGAN"].generator_loss is generator_loss_non_saturating
    assert rows["LS"][:2] == (least_squares_discriminator_loss, least_squares_generator_loss)
    assert rows["BEGAN"].generator_loss is began_generator_loss


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"BEGAN"}))
def test_discriminators_want_data_high_and_generators_want_samples_high(name):
    """BEGAN's energies are low on data; its own tests say so."""
    row = objective(name)
    low, high = torch.full((4,), -0.5), torch.full((4,), 0.5)
    assert row.discriminator_loss(high, low) < row.discriminator_loss(low, high)
    assert row.generator_loss(high) < row.generator_loss(low)


def test_clipping_in_the_table_is_that_of_the_paper():
    critic = torch.nn.Linear(3, 1)
    objective("WGAN").constrain(critic)
    assert max(parameter.abs().max().item() for parameter in critic.parameters()) == pytest.approx(0.01)


def test_penalties_of_the_table_are_weighted_and_draw_from_their_generator():
    line = torch.nn.Linear(3, 1).double()
    real, fake = normal(6, 3), normal(6, 3, seed=1)
    price = 10 * (line.weight.norm() - 1).square().expand(6)
    for penalty in (between_data_and_samples, around_the_data):
        torch.testing.assert_close(penalty(line, real, fake, seeded()), price)
        torch.testing.assert_close(penalty(line, real, fake, seeded(), weight=2.0), price / 5)

        def bowl(x: torch.Tensor) -> torch.Tensor:
            return x.square().sum(1, keepdim=True)

        draws = [penalty(bowl, real, fake, seeded(seed)) for seed in (1, 1, 2)]
        assert torch.equal(draws[0], draws[1])
        assert not torch.equal(draws[0], draws[2])


def test_the_penalties_look_where_their_papers_say():
    """With f(x) = x^2 / 2 on the line the slope is the place itself, so the penalty shows where it looked."""

    def bowl(x: torch.Tensor) -> torch.Tensor:
        return x.square() / 2

    n = 40_000
    real, fake = torch.full((n, 1), 3.0).double(), torch.full((n, 1), 5.0).double()
    places = 1 + (between_data_and_samples(bowl, real, fake, seeded()) / 10).sqrt()
    assert 3 <= places.min() < 3.01
    assert 4.99 < places.max() <= 5
    assert places.mean().item() == pytest.approx(4, abs=6 * 2 / (12 * n) ** 0.5)
    real = 1000 + 2 * normal(n, 1)
    noise = 1 + (around_the_data(bowl, real, fake, seeded()) / 10).sqrt() - real.squeeze(1)
    spread = 0.5 * real.std().item()  # half the data's own
    assert noise.mean().item() == pytest.approx(0, abs=6 * spread / n**0.5)
    assert noise.std().item() == pytest.approx(spread, abs=6 * spread / (2 * n) ** 0.5)


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
        (lambda: least_squares_discriminator_loss(torch.zeros(0), torch.zeros(2)), "real_outputs must hold"),
        (lambda: least_squares_generator_loss(torch.zeros(0)), "fake_outputs must hold"),
        (lambda: hinge_discriminator_loss(torch.zeros(2), torch.zeros(0)), "fake_outputs must hold"),
        (lambda: wasserstein_critic_loss(torch.zeros(0), torch.zeros(2)), "real_outputs must hold"),
        (lambda: wasserstein_generator_loss(torch.zeros(0)), "fake_outputs must hold"),
        (lambda: objective("wgan"), "one of MM, NS, LS, .*; got 'wgan'"),
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
