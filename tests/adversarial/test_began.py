"""BEGAN: against numpy, the fixed point of its balance, and a hand's step of its training."""

import copy

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from genai_lab.adversarial.began import (
    Balance,
    Energy,
    began_balance,
    began_discriminator_loss,
    began_generator_loss,
)
from genai_lab.adversarial.objectives import objective
from genai_lab.adversarial.training import train_gan
from genai_lab.nn.mlp import mlp


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


SHARES = st.floats(0, 1)


@given(st.integers(1, 8), st.integers(1, 8), SHARES, st.integers(0, 1000))
def test_losses_agree_with_numpy(n, m, k, seed):
    real, fake = normal(n, seed=seed).abs(), normal(m, seed=seed + 1).abs()
    truth = real.numpy().mean() - k * fake.numpy().mean()
    assert began_discriminator_loss(real, fake, k).item() == pytest.approx(truth)
    assert began_discriminator_loss(real[:, None], fake[:, None], k).item() == pytest.approx(truth)
    assert began_generator_loss(fake).item() == pytest.approx(fake.numpy().mean())


def test_slopes_of_the_losses():
    real, fake = normal(4).abs().requires_grad_(), normal(5, seed=1).abs().requires_grad_()
    slopes = torch.autograd.grad(began_discriminator_loss(real, fake, 0.3), (real, fake))
    torch.testing.assert_close(slopes[0], torch.full((4,), 0.25).double())
    torch.testing.assert_close(slopes[1], torch.full((5,), -0.06).double())
    torch.testing.assert_close(
        torch.autograd.grad(began_generator_loss(fake), fake)[0], torch.full((5,), 0.2).double()
    )


@given(SHARES, st.floats(0, 10), st.floats(0, 10), SHARES, st.floats(1e-4, 5))
def test_balance_agrees_with_a_clip_of_numpy(k, real, fake, gamma, rate):
    found = began_balance(k, *torch.tensor([[real], [fake]], dtype=torch.float64), gamma, rate)
    assert type(found) is float
    assert 0 <= found <= 1
    assert found == pytest.approx(min(max(k + rate * (gamma * real - fake), 0.0), 1.0), abs=1e-12)


def test_balance_holds_the_ratio_that_is_aimed_at():
    """Where the samples' energy rises with k, k settles at the one that gives gamma times the data's."""
    k, gamma = 0.0, 0.4
    for _ in range(3000):
        real, fake = 2.0, 1.5 * k
        k = began_balance(k, torch.tensor([real]), torch.tensor([fake]), gamma, 0.01)
    assert 1.5 * k == pytest.approx(gamma * 2.0, rel=1e-4)


def test_the_loss_with_its_balance_moves_k_after_each_call():
    balance, k = Balance(gamma=0.7, rate=0.2), 0.0
    for seed in range(6):
        real, fake = 1 + normal(5, seed=seed).abs(), normal(3, seed=seed + 10).abs()
        assert balance.k == pytest.approx(k)
        assert balance(real, fake).item() == pytest.approx((real.mean() - k * fake.mean()).item())
        k = min(max(k + 0.2 * (0.7 * real.mean().item() - fake.mean().item()), 0.0), 1.0)
    assert balance.k == pytest.approx(k)
    assert 0 < k < 1


def test_each_row_of_the_table_has_a_k_of_its_own():
    first, second = objective("BEGAN").discriminator_loss, objective("BEGAN").discriminator_loss
    first(torch.full((3,), 9.0), torch.zeros(3))
    assert first.k > 0
    assert second.k == 0


def test_energy_is_the_sum_of_absolute_errors():
    autoencoder = mlp(3, 2, 3).double()
    x = normal(5, 3)
    truth = (x - autoencoder(x)).detach().numpy()
    found = Energy(autoencoder)(x)
    assert found.shape == (5, 1)
    torch.testing.assert_close(found.detach().squeeze(1), torch.from_numpy(abs(truth).sum(1)))
    assert Energy(nn.Identity())(x).abs().max() == 0


class Point(nn.Module):
    """A generator that knows one number, whatever z is: its training does not depend on chance."""

    def __init__(self) -> None:
        super().__init__()
        self.point = nn.Parameter(torch.tensor([0.5], dtype=torch.float64))

    def forward(self, z: Tensor) -> Tensor:
        return self.point.expand(*z.shape[:-1], 1)


def test_training_is_the_paper_step_by_step():
    point, energy = Point(), Energy(nn.Linear(1, 1)).double()
    with torch.no_grad():
        energy.autoencoder.weight.fill_(0.2)
        energy.autoencoder.bias.fill_(0.1)
    own_point, own_energy = copy.deepcopy(point), copy.deepcopy(energy)
    data = torch.full((9, 1), 2.0, dtype=torch.float64)
    row = objective("BEGAN")._replace(discriminator_loss=Balance(gamma=0.9, rate=0.3))
    history = train_gan(point, energy, data, 1, 4, k=2, batch_size=5, lr=0.05, **row._asdict())
    optimizers = [torch.optim.Adam(player.parameters(), lr=0.05) for player in (own_energy, own_point)]
    k, d_losses, g_losses = 0.0, [], []

    def error(x: Tensor) -> Tensor:
        return (x - own_energy.autoencoder(x)).abs().sum()

    for _ in range(4):
        for _ in range(2):
            real, fake = error(data[0]), error(own_point.point.detach())
            d_losses.append(real - k * fake)
            k = min(max(k + 0.3 * (0.9 * real - fake).item(), 0.0), 1.0)
            optimizers[0].zero_grad()
            d_losses[-1].backward()
            optimizers[0].step()
        g_losses.append(error(own_point.point))
        optimizers[1].zero_grad()
        g_losses[-1].backward()
        optimizers[1].step()
    torch.testing.assert_close(history["discriminator_loss"].double(), torch.stack(d_losses).detach())
    torch.testing.assert_close(history["generator_loss"].double(), torch.stack(g_losses).detach())
    torch.testing.assert_close(point.point, own_point.point)
    assert row.discriminator_loss.k == pytest.approx(k)
    assert k > 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: began_discriminator_loss(torch.zeros(0), torch.ones(2), 0.5), "real_energy must hold"),
        (lambda: began_generator_loss(torch.zeros(0)), "fake_energy must hold"),
        (lambda: began_balance(0.5, torch.ones(2), torch.zeros(0)), "fake_energy must hold"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
