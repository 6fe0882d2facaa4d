"""Masking noise against exact binomial tests, and the losses against what the model was shown."""

import math

import pytest
import torch
from scipy import stats
from torch import nn

from genai_lab.autoencoders.autoencoder import Autoencoder, reconstruction_error
from genai_lab.autoencoders.denoising import code_denoising_loss, corrupt, denoising_loss


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def positive(*shape: int, seed: int = 0) -> torch.Tensor:
    return 1 + torch.rand(shape, generator=generator(seed), dtype=torch.float64)


class Recorder(nn.Module):
    """Answers 2 x + 1, and remembers x."""

    def forward(self, x):
        self.seen = x
        return 2 * x + 1


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_entries_are_lost_with_probability_p_and_otherwise_left_alone(p):
    x = positive(400, 50)
    noisy = corrupt(x, p, generator())
    lost = noisy == 0
    assert torch.equal(noisy[~lost], x[~lost])
    # Exact tests: each rejects a right answer with probability 1e-7.
    assert stats.binomtest(int(lost.sum()), lost.numel(), p).pvalue > 1e-7
    for pairs in (lost[:, :-1:2] & lost[:, 1::2], lost[:-1:2] & lost[1::2]):
        assert stats.binomtest(int(pairs.sum()), pairs.numel(), p**2).pvalue > 1e-7


def test_number_lost_is_binomial():
    counts = (corrupt(torch.ones(5000, 4), 0.3, generator()) == 0).sum(1)
    expected = 5000 * stats.binom(4, 0.3).pmf(range(5))
    assert stats.chisquare(torch.bincount(counts, minlength=5).numpy(), expected).pvalue > 1e-7


def test_corruption_at_0_and_1_and_of_what_is_not_finite():
    x = torch.tensor([[1.0, math.inf, math.nan]])
    assert torch.equal(corrupt(x, 1.0), torch.zeros(1, 3))
    torch.testing.assert_close(corrupt(x, 0.0), x, equal_nan=True)


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_corruption_follows_generator_and_dtype_and_leaves_x(dtype):
    x = positive(30, 4).to(dtype)
    original = x.clone()
    first, again, other = (corrupt(x, 0.5, generator(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(x, original)
    assert first.dtype == dtype


def test_gradients_flow_through_what_is_kept():
    x = positive(20, 5).requires_grad_()
    noisy = corrupt(x, 0.5, generator())
    noisy.sum().backward()
    assert torch.equal(x.grad, (noisy != 0).double())


def test_loss_compares_with_the_clean_examples():
    model, x = Recorder(), positive(50, 6)
    loss = denoising_loss(model, x, 0.4, generator())
    assert torch.equal(model.seen, corrupt(x, 0.4, generator()))
    torch.testing.assert_close(loss, (x - 2 * model.seen - 1).square().sum() / 50)


def test_loss_without_noise_is_the_ordinary_one():
    model, x = Autoencoder(6, 3).double(), positive(9, 6)
    truth = reconstruction_error(x, model(x)).mean()
    torch.testing.assert_close(denoising_loss(model, x, 0.0), truth)
    torch.testing.assert_close(code_denoising_loss(model, x, 0.0), truth)


def test_expected_loss_of_the_identity_is_p_times_the_square():
    x, p = positive(20_000, 3), 0.3
    error = p * (1 - p) * x.pow(4).sum()  # the variance of the sum of Bernoulli(p) * x^2
    deviation = denoising_loss(nn.Identity(), x, p, generator()) - p * x.square().sum(1).mean()
    assert deviation.abs() < 6 * error.sqrt() / len(x)


def test_code_loss_drops_entries_of_the_code():
    model, x = Autoencoder(6, 4).double(), positive(9, 6)
    z = corrupt(model.encode(x), 0.5, generator())
    truth = (x - model.decode(z)).square().sum() / 9
    torch.testing.assert_close(code_denoising_loss(model, x, 0.5, generator()), truth)
    everything_lost = code_denoising_loss(model, x, 1.0)
    torch.testing.assert_close(
        everything_lost, (x - model.decode(torch.zeros(1, 4).double())).square().sum() / 9
    )


@pytest.mark.parametrize("loss", [denoising_loss, code_denoising_loss])
def test_gradients_reach_every_parameter(loss):
    model = Autoencoder(6, 4, n_hidden=(5,))
    loss(model, positive(30, 6).float(), 0.3, generator()).backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in model.parameters())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: corrupt(torch.ones(2), -0.1), r"in \[0, 1\]; got -0.1"),
        (lambda: corrupt(torch.ones(2), math.nan), r"in \[0, 1\]; got nan"),
        (lambda: denoising_loss(nn.Identity(), torch.ones(2, 3), 2), r"in \[0, 1\]; got 2"),
        (lambda: denoising_loss(nn.Identity(), torch.ones(3), 0.5), r"got \(3,\) and \(3,\)"),
        (lambda: denoising_loss(nn.Linear(3, 2), torch.ones(4, 3), 0.5), r"\(4, 3\) and \(4, 2\)"),
        (lambda: code_denoising_loss(Autoencoder(3, 2), torch.ones(4, 3), 1.5), r"in \[0, 1\]; got 1.5"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
