"""Bernoulli: against scipy, torch.distributions, autograd and a direct maximisation."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from genai_lab.probability.bernoulli import bernoulli_log_prob, bernoulli_mle, bernoulli_sample


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_mle_maximises_the_likelihood():
    x = (torch.rand(50, generator=generator()) < 0.3).double()
    found = optimize.minimize_scalar(
        lambda theta: -stats.bernoulli.logpmf(x.numpy(), theta).sum(), bounds=(0.01, 0.99), method="bounded"
    )
    assert bernoulli_mle(x).item() == pytest.approx(found.x, abs=1e-5)


def test_mle_of_pixels_is_the_mle_of_each_pixel():
    x = (torch.rand(20, 3, generator=generator()) < 0.5).double()
    torch.testing.assert_close(bernoulli_mle(x), torch.stack([bernoulli_mle(column) for column in x.T]))


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.uint8])
def test_mle_counts_integers(dtype):
    assert bernoulli_mle(torch.tensor([1, 0, 1, 1], dtype=dtype)).item() == 0.75


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_results_keep_the_dtype(dtype):
    x, theta = torch.tensor([0.0, 1.0], dtype=dtype), torch.tensor(0.3, dtype=dtype)
    assert {
        f.dtype for f in (bernoulli_mle(x), bernoulli_log_prob(x, theta), bernoulli_sample(theta, 2))
    } == {dtype}


@given(st.floats(0.0, 1.0))
def test_log_prob_agrees_with_scipy(theta):
    x = torch.tensor([0.0, 1.0], dtype=torch.float64)
    ours = bernoulli_log_prob(x, torch.tensor(theta, dtype=torch.float64))
    # scipy's own pmf forms 1 - theta first; this is the same quantity without that rounding.
    truth = [math.log1p(-theta) if theta < 1 else -math.inf, math.log(theta) if theta > 0 else -math.inf]
    torch.testing.assert_close(ours, torch.tensor(truth, dtype=torch.float64), rtol=1e-14, atol=0)
    torch.testing.assert_close(
        ours, torch.from_numpy(stats.bernoulli.logpmf(x.numpy(), theta)), rtol=1e-9, atol=1e-15
    )


def test_log_prob_at_certainty_is_zero_or_minus_infinity():
    x, theta = torch.tensor([[0.0], [1.0]]), torch.tensor([0.0, 1.0])
    assert bernoulli_log_prob(x, theta).tolist() == [[0.0, -math.inf], [-math.inf, 0.0]]


def test_log_prob_keeps_what_float32_would_round_away():
    tiny = torch.tensor(1e-10)
    assert bernoulli_log_prob(torch.zeros(1), tiny).item() == pytest.approx(-1e-10)


def test_log_prob_of_pixels_sums_to_the_image():
    theta = torch.rand(7, dtype=torch.float64, generator=generator())
    x = bernoulli_sample(theta, 11, generator())
    image = torch.distributions.Independent(torch.distributions.Bernoulli(theta), 1)
    assert bernoulli_log_prob(x, theta).shape == (11, 7)
    torch.testing.assert_close(bernoulli_log_prob(x, theta).sum(-1), image.log_prob(x))


def test_the_gradient_is_the_score():
    theta = torch.rand(9, dtype=torch.float64, generator=generator()).requires_grad_()
    x = torch.tensor([0.0, 1.0] * 4 + [0.0], dtype=torch.float64)
    (gradient,) = torch.autograd.grad(bernoulli_log_prob(x, theta).sum(), theta)
    torch.testing.assert_close(gradient, ((x - theta) / (theta * (1 - theta))).detach())


def test_sample_has_the_right_share_of_ones_and_no_memory():
    n, theta = 100_000, 0.3
    x = bernoulli_sample(torch.tensor(theta, dtype=torch.float64), n, generator(1))
    # Exact binomial tests: each rejects a right answer with probability 1e-7.
    assert stats.binomtest(int(x.sum()), n, theta).pvalue > 1e-7
    pairs = x[0::2] * x[1::2]
    assert stats.binomtest(int(pairs.sum()), n // 2, theta**2).pvalue > 1e-7
    assert set(x.tolist()) == {0.0, 1.0}


def test_sample_draws_each_pixel_with_its_own_theta():
    theta = torch.tensor([0.0, 1.0, 0.5])
    x = bernoulli_sample(theta, 4000, generator(2))
    assert x.shape == (4000, 3)
    assert (x[:, 0] == 0).all()
    assert (x[:, 1] == 1).all()
    assert stats.binomtest(int(x[:, 2].sum()), 4000, 0.5).pvalue > 1e-7


def test_sample_follows_the_generator_alone():
    theta = torch.tensor(0.5, requires_grad=True)
    first = bernoulli_sample(theta, 100, generator(3))
    torch.manual_seed(123)
    assert torch.equal(first, bernoulli_sample(theta, 100, generator(3)))
    assert not torch.equal(first, bernoulli_sample(theta, 100, generator(4)))
    assert not first.requires_grad


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bernoulli_mle(torch.zeros(0)), r"\(N,\) or \(N, D\) and hold an observation; got \(0,\)"),
        (lambda: bernoulli_mle(torch.tensor(1.0)), r"shape \(N,\) or \(N, D\).*got \(\)"),
        (lambda: bernoulli_mle(torch.zeros(1, 2, 3)), r"got \(1, 2, 3\)"),
        (lambda: bernoulli_mle(torch.tensor([0.0, 0.5])), "only 0 and 1; got 0.5"),
        (lambda: bernoulli_mle(torch.tensor([0.0, math.nan])), "only 0 and 1; got nan"),
        (lambda: bernoulli_log_prob(torch.tensor([2]), torch.tensor(0.5)), "only 0 and 1; got 2"),
        (lambda: bernoulli_log_prob(torch.zeros(0), torch.tensor(0.5)), r"hold an observation.*\(0,\)"),
        (lambda: bernoulli_log_prob(torch.ones(2), torch.tensor(1.5)), r"in \[0, 1\]; got 1.5"),
        (lambda: bernoulli_log_prob(torch.ones(2), torch.tensor(math.nan)), r"in \[0, 1\]; got nan"),
        (lambda: bernoulli_log_prob(torch.ones(2), torch.tensor(1)), "floating-point dtype; got torch.int64"),
        (lambda: bernoulli_log_prob(torch.ones(2), torch.full((3,), 0.5)), r"got shapes \(2,\) and \(3,\)"),
        (lambda: bernoulli_sample(torch.tensor(-0.1), 2), r"in \[0, 1\]; got -0.1"),
        (lambda: bernoulli_sample(torch.tensor(0.5), 0), "at least 1; got 0"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
