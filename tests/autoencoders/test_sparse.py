"""Sparse codes against sorting in numpy and torch.distributions."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.distributions import Bernoulli, kl_divergence

from genai_lab.autoencoders.autoencoder import Autoencoder, reconstruction_error
from genai_lab.autoencoders.sparse import k_sparse_loss, keep_top_k, relaxed_sparse_loss, sparsity_penalty
from genai_lab.training import fit


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize(("N", "H", "k"), [(1, 1, 1), (7, 5, 2), (4, 9, 9), (6, 3, 1)])
@pytest.mark.parametrize("shift", [0.0, -5.0])
def test_highest_values_are_those_that_sorting_finds(N, H, k, shift):
    z = normal(N, H) + shift
    truth = np.zeros((N, H))
    for row, values in enumerate(z.numpy()):
        best = np.argsort(values)[::-1][:k]
        truth[row, best] = values[best]
    assert torch.equal(keep_top_k(z, k), torch.from_numpy(truth))


def test_of_equal_values_exactly_k_are_kept():
    assert (keep_top_k(torch.ones(4, 6), 2) != 0).sum(1).tolist() == [2, 2, 2, 2]


def test_gradients_are_those_of_the_values_kept():
    z = torch.argsort(normal(3, 5), 1).double().requires_grad_()  # so far apart that no small step swaps two
    assert torch.autograd.gradcheck(lambda z: keep_top_k(z, 2), (z,))
    kept = keep_top_k(z, 2)
    kept.sum().backward()
    assert z.grad.sum(1).tolist() == [2, 2, 2]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_input_are_kept(dtype):
    z = normal(4, 6).to(dtype).sigmoid()
    original = z.clone()
    assert keep_top_k(z, 3).dtype == sparsity_penalty(z, 0.1).dtype == dtype
    assert torch.equal(z, original)


@given(st.floats(0.001, 0.999), st.integers(0, 1000))
def test_penalty_is_the_divergence_of_coins(rho, seed):
    z = normal(6, 4, seed=seed).sigmoid()
    wanted = Bernoulli(torch.full((4,), rho, dtype=torch.float64))
    truth = kl_divergence(wanted, Bernoulli(z.mean(0))).sum()
    torch.testing.assert_close(sparsity_penalty(z, rho), truth, rtol=1e-9, atol=1e-12)


def test_penalty_is_zero_at_rho_and_positive_elsewhere():
    z = torch.tensor([[0.1, 0.3], [0.3, 0.1]], dtype=torch.float64)
    assert sparsity_penalty(z, 0.2).item() == pytest.approx(0, abs=1e-15)
    for other in (0.19, 0.21, 0.9):
        assert sparsity_penalty(z, other) > 0


def test_gradient_of_the_penalty_is_the_closed_form():
    z, rho = normal(5, 3).sigmoid().requires_grad_(), 0.1
    assert torch.autograd.gradcheck(lambda z: sparsity_penalty(z, rho), (z,))
    sparsity_penalty(z, rho).backward()
    on = z.detach().mean(0)
    torch.testing.assert_close(z.grad, ((1 - rho) / (1 - on) - rho / on).expand(5, 3) / 5)


@pytest.mark.parametrize("value", [0.0, 1.0])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_saturated_units_cost_much_but_not_infinitely(value, dtype):
    penalty = sparsity_penalty(torch.full((3, 2), value, dtype=dtype), 0.1)
    assert 1 < penalty < math.inf


def test_losses_are_their_formulas():
    model, x = Autoencoder(6, 8).double(), normal(9, 6).sigmoid()
    z = model.encode(x)
    by_rows = torch.stack(
        [(a - model.decode(b)).square().sum() for a, b in zip(x, keep_top_k(z, 3), strict=True)]
    )
    torch.testing.assert_close(k_sparse_loss(model, x, 3), by_rows.mean())
    plain = reconstruction_error(x, model(x)).mean()
    torch.testing.assert_close(k_sparse_loss(model, x, 8), plain)
    torch.testing.assert_close(relaxed_sparse_loss(model, x, 0.1, weight=0.0), plain)
    torch.testing.assert_close(
        relaxed_sparse_loss(model, x, 0.1, weight=3.0), plain + 3 * sparsity_penalty(z, 0.1)
    )


def test_training_with_the_penalty_quiets_the_units():
    x = normal(200, 6).sigmoid().float()
    mean = {}
    for weight in (0.0, 1.0):
        torch.manual_seed(0)
        model = Autoencoder(6, 12)
        fit(
            model,
            lambda x, model=model, weight=weight: relaxed_sparse_loss(model, x, 0.05, weight=weight),
            x,
            n_epochs=80,
            lr=0.05,
            progress=False,
        )
        mean[weight] = model.encode(x).mean().item()
    assert mean[1.0] < 0.15 < mean[0.0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: keep_top_k(torch.ones(3), 1), r"shape \(N, H\).*\(3,\)"),
        (lambda: keep_top_k(torch.ones(2, 3), 0), "k = 0"),
        (lambda: keep_top_k(torch.ones(2, 3), 4), "from 1 to H; got .2, 3. and k = 4"),
        (lambda: sparsity_penalty(torch.ones(0, 3), 0.1), r"hold an activation; got \(0, 3\)"),
        (lambda: sparsity_penalty(torch.ones(3), 0.1), r"got \(3,\)"),
        (lambda: sparsity_penalty(torch.full((2, 2), 0.5), 0.0), r"rho must be in \(0, 1\); got 0.0"),
        (lambda: sparsity_penalty(torch.full((2, 2), 0.5), math.nan), "got nan"),
        (lambda: sparsity_penalty(torch.tensor([[0.5, 1.5]]), 0.1), r"z must be in \[0, 1\]; got 1.5"),
        (lambda: sparsity_penalty(torch.tensor([[0.5, math.nan]]), 0.1), "got nan"),
        (lambda: relaxed_sparse_loss(Autoencoder(3, 2), torch.ones(2, 3), 0.1, weight=-1), "0; got -1"),
        (lambda: k_sparse_loss(Autoencoder(3, 2), torch.ones(2, 3), 3), "k = 3"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
