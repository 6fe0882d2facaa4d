"""The f-GAN: activations against domains, bounds against divergences, losses far out and in training."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from genai_lab.adversarial import f_gan, training
from genai_lab.probability import f_divergences

ROWS = {name: (f_divergences.TABLE[name], output) for name, output in f_gan.OUTPUTS.items()}
ROWS |= {
    f"weighted {pi}": (f_divergences.weighted_jensen_shannon(pi), f_gan.weighted_jensen_shannon_output(pi))
    for pi in (0.2, 0.7)
}
ROWS |= {
    f"alpha {alpha}": (f_divergences.alpha_divergence(alpha), f_gan.alpha_divergence_output(alpha))
    for alpha in (-1.0, 0.5, 3.0)
}
everywhere = pytest.mark.parametrize("name", ROWS)


def outputs(lowest: float = -15.0, highest: float = 15.0, dtype: torch.dtype = torch.float64):
    return torch.linspace(lowest, highest, 121, dtype=dtype)


def test_every_row_of_the_table_has_an_output():
    assert f_gan.OUTPUTS.keys() == f_divergences.TABLE.keys()


@everywhere
def test_activation_rises_within_the_domain_and_reaches_every_slope(name):
    row, output = ROWS[name]
    T = output.activation(outputs())
    assert (T.diff() > 0).all()
    assert T.max() < row.domain[1]
    # From slopes at very small ratios to those at large ones: all lie between the ends of the activation.
    u = torch.tensor([1e-4, 1e-2, 1.0, 1e2, 1e4], dtype=torch.float64)
    slopes = row.slope(u)
    far = output.activation(torch.tensor([-1e9, 1e9], dtype=torch.float64))
    assert (slopes >= far[0]).all()
    assert (slopes <= far[1]).all()


@everywhere
def test_conjugate_of_an_output_is_that_of_its_activation(name):
    row, output = ROWS[name]
    v = outputs()
    torch.testing.assert_close(output.conjugate(v), row.conjugate(output.activation(v)), rtol=1e-5, atol=1e-8)


@everywhere
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_losses_and_gradients_are_finite_far_out(name, dtype):
    objective = f_gan.f_gan_objective(ROWS[name][1])
    v = torch.tensor([-50.0, -20.0, 0.0, 20.0, 50.0], dtype=dtype, requires_grad=True)
    for value in v:
        for loss in (objective.discriminator_loss(value, value), objective.generator_loss(value)):
            assert loss.isfinite()
            assert loss.dtype == dtype
            assert torch.autograd.grad(loss, v, retain_graph=True)[0].isfinite().all()


@everywhere
def test_bound_stays_below_the_divergence_and_gradient_ascent_reaches_it(name):
    row, output = ROWS[name]
    p, q = torch.tensor([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]], dtype=torch.float64)
    truth = f_divergences.f_divergence(p, q, row.f)
    v = torch.zeros(3, dtype=torch.float64, requires_grad=True)

    def bound():
        return p @ output.activation(v) - q @ output.conjugate(v)

    optimizer = torch.optim.LBFGS(
        [v], lr=1.0, max_iter=60, line_search_fn="strong_wolfe", tolerance_grad=1e-12
    )

    def closure():
        optimizer.zero_grad()
        loss = -bound()
        loss.backward()
        return loss

    assert bound() <= truth + 1e-12
    optimizer.step(closure)
    assert bound() <= truth + 1e-12
    tolerance = 1e-3 if name == "total variation" else 1e-6  # there T* = +-1/2 is at the ends, never reached
    assert bound().item() == pytest.approx(truth.item(), abs=tolerance)
    if name != "total variation":
        torch.testing.assert_close(output.activation(v).detach(), row.slope(p / q), rtol=1e-3, atol=1e-3)


@everywhere
def test_objective_is_the_bound_with_both_signs(name):
    row, output = ROWS[name]
    rng = torch.Generator().manual_seed(0)
    real, fake = (torch.randn(n, 1, generator=rng, dtype=torch.float64) for n in (9, 5))
    bound = f_gan.f_gan_bound(real, fake, output.activation, row.conjugate)
    by_hand = sum(output.activation(v) for v in real) / 9
    by_hand = by_hand - sum(row.conjugate(output.activation(v)) for v in fake) / 5
    torch.testing.assert_close(bound, by_hand[0])
    objective = f_gan.f_gan_objective(output)
    torch.testing.assert_close(objective.discriminator_loss(real, fake), -bound)
    torch.testing.assert_close(
        objective.generator_loss(fake), bound - output.activation(real).mean(), rtol=1e-9, atol=1e-9
    )


def test_gan_row_is_the_first_gan():
    rng = torch.Generator().manual_seed(0)
    real, fake = torch.randn(2, 8, generator=rng, dtype=torch.float64)
    objective = f_gan.f_gan_objective("GAN")
    value = logsigmoid(real).mean() + logsigmoid(-fake).mean()
    torch.testing.assert_close(objective.discriminator_loss(real, fake), -value)
    torch.testing.assert_close(objective.generator_loss(fake), logsigmoid(-fake).mean())


def test_jensen_shannon_differs_from_the_gan_by_a_half_and_a_constant():
    rng = torch.Generator().manual_seed(0)
    real, fake = torch.randn(2, 8, generator=rng, dtype=torch.float64)
    ours, gan = (
        f_gan.f_gan_objective(name).discriminator_loss(real, fake) for name in ("Jensen-Shannon", "GAN")
    )
    torch.testing.assert_close(-2 * ours, -gan + math.log(4))


@pytest.mark.parametrize("name", ["KL", "Pearson", "Jensen-Shannon"])
def test_training_finds_the_mean_and_the_width(name):
    torch.manual_seed(0)
    data = 2 + 0.5 * torch.randn(1000, 1)
    generator = nn.Linear(1, 1)
    critic = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
    rng = torch.Generator().manual_seed(0)
    losses = f_gan.f_gan_objective(name)._asdict()
    training.train_gan(generator, critic, data, 1, 300, 2, 128, 0.02, rng, betas=(0.5, 0.9), **losses)
    assert generator.bias.item() == pytest.approx(2, abs=0.4)
    assert abs(generator.weight.item()) == pytest.approx(0.5, abs=0.35)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: f_gan.f_gan_objective("Renyi"), "one of total variation, KL.*got 'Renyi'"),
        (lambda: f_gan.weighted_jensen_shannon_output(0.0), "between 0 and 1"),
        (lambda: f_gan.alpha_divergence_output(0.0), "neither 0 nor 1"),
        (lambda: f_gan.f_gan_bound(torch.zeros(0), torch.zeros(1), torch.tanh, torch.exp), "real_outputs"),
        (lambda: f_gan.f_gan_bound(torch.zeros(1), torch.zeros(0), torch.tanh, torch.exp), "fake_outputs"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
