"""The VAE: its bound against integration over the latent, its shapes, training and grid, save and load."""

import math

import pytest
import torch
from safetensors.torch import load_model, save_model
from scipy import stats
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence

from genai_lab.variational.elbo import bernoulli_log_likelihood, elbo_monte_carlo
from genai_lab.variational.vae import VAE, attribute_direction, latent_grid, vae_training_step


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def made(*sizes: int | tuple[int, ...], seed: int = 0) -> VAE:
    """A float64 model whose weights depend on the seed alone."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return VAE(*sizes).double()


def images(n: int, d: int) -> torch.Tensor:
    return (torch.rand(n, d, generator=generator(9)) < 0.4).double()


def exact_log_prob(model: VAE, x: torch.Tensor) -> torch.Tensor:
    """log p(x) by integration over a latent line or plane, in steps of 0.05 up to 8."""
    line = torch.arange(-8, 8.01, 0.05, dtype=torch.float64)
    z = torch.cartesian_prod(*[line] * model.n_latent).reshape(-1, model.n_latent)
    prior = -0.5 * z.square().sum(1) - 0.5 * model.n_latent * math.log(2 * math.pi)
    logits = model.decode(z)
    joint = torch.stack([prior + bernoulli_log_likelihood(row.expand_as(logits), logits) for row in x])
    return (joint.logsumexp(1) + model.n_latent * math.log(0.05)).detach()


@pytest.mark.parametrize("n_latent", [1, 2])
def test_log_prob_agrees_with_integration(n_latent):
    model, x = made(6, 8, n_latent), images(4, 6)
    with torch.no_grad():
        model.decoder[-1].weight *= 4  # a posterior far enough from the prior to matter
    truth = exact_log_prob(model, x)
    runs = torch.stack([model.log_prob(x, 4000, generator(seed)) for seed in range(8)])
    error = runs.std(0) / 8**0.5
    assert (error < 0.02).all()
    assert ((runs.mean(0) - truth).abs() < 8 * error + 1e-3).all()


def test_exact_probabilities_sum_to_one():
    model = made(3, 5, 1)
    every = torch.cartesian_prod(*[torch.tensor([0.0, 1.0]).double()] * 3)
    assert exact_log_prob(model, every).logsumexp(0).item() == pytest.approx(0, abs=1e-9)


def test_log_prob_rises_with_the_samples_from_elbo_to_evidence():
    model, x = made(6, 8, 1), images(1, 6)
    with torch.no_grad():
        model.decoder[-1].weight *= 6
    means, errors = [], []
    for n_samples in (1, 4, 16, 64):
        values = model.log_prob(x.expand(4000, 6), n_samples, generator(n_samples))
        means.append(values.mean().item())
        errors.append(values.std().item() / 4000**0.5)
    truth = exact_log_prob(model, x).item()
    for i in range(3):
        assert means[i + 1] - means[i] > 6 * math.hypot(errors[i], errors[i + 1])
    assert means[-1] < truth + 6 * errors[-1]
    with torch.no_grad():
        eps = torch.randn(4000, 1, 1, dtype=torch.float64, generator=generator())
        bounds = torch.cat([elbo_monte_carlo(x, model.encode, model.decode, e[None]) for e in eps])
    assert abs(bounds.mean().item() - means[0]) < 6 * math.hypot(errors[0], bounds.std().item() / 4000**0.5)


@pytest.mark.parametrize("chunk", [1, 7, 40, 1000])
def test_log_prob_does_not_depend_on_the_chunks(chunk):
    model, x = made(5, 6, 2), images(9, 5)
    with torch.no_grad():
        for parameter in model.encoder[-1].parameters():
            parameter.zero_()  # q is the prior,
        model.decoder[-1].weight.zero_()  # and the decoder deaf: every weight is p(x)
    truth = bernoulli_log_likelihood(x, model.decode(torch.zeros(9, 2).double())).detach()
    torch.testing.assert_close(model.log_prob(x, 20, generator(), chunk=chunk), truth)
    assert model.log_prob(x[:0], 3).shape == (0,)


def test_log_prob_follows_the_generator_alone_and_carries_no_gradient():
    model, x = made(5, 6, 2), images(3, 5)
    first = model.log_prob(x, 10, generator(1))
    torch.manual_seed(5)
    assert torch.equal(first, model.log_prob(x, 10, generator(1)))
    assert not torch.equal(first, model.log_prob(x, 10, generator(2)))
    assert not first.requires_grad


def test_forward_is_encode_noise_decode():
    model, x = made(6, 8, 2), images(4, 6)
    eps = torch.randn(4, 2, dtype=torch.float64, generator=generator())
    logits, mu, logvar = model(x, eps)
    sigma = logvar.exp().sqrt()
    torch.testing.assert_close((mu, logvar), model.encode(x))
    torch.testing.assert_close(logits, model.decode(mu + sigma * eps))
    assert model.decode(torch.zeros(7, 4, 2).double()).shape == (7, 4, 6)


@pytest.mark.parametrize(
    ("n_hidden", "widths"), [(8, [8]), ((8,), [8]), ((9, 5), [9, 5]), ([4, 3, 2], [4, 3, 2]), ((), [])]
)
def test_the_decoder_mirrors_the_encoder(n_hidden, widths):
    model = VAE(7, n_hidden, 3, activation=nn.Tanh)
    sizes = [
        [m.out_features for m in part if isinstance(m, nn.Linear)] for part in (model.encoder, model.decoder)
    ]
    assert sizes == [[*widths, 6], [*reversed(widths), 7]]
    assert sum(isinstance(m, nn.Tanh) for m in model.modules()) == 2 * len(widths)


def test_samples_are_decoded_draws_of_the_prior():
    model = made(5, 6, 2)
    n = 20_000
    x = model.sample(n, generator(3))
    assert x.shape == (n, 5)
    assert ((x > 0) & (x < 1)).all()
    assert not x.requires_grad
    grid = latent_grid(100).double()  # equally probable points integrate over the prior
    truth = model.decode(grid).sigmoid().mean(0).detach()
    assert ((x.mean(0) - truth).abs() < 6 * x.std(0) / n**0.5 + 1e-3).all()
    torch.manual_seed(1)
    assert torch.equal(x, model.sample(n, generator(3)))


def test_dtype_follows_the_model():
    model = made(5, 6, 2).float()
    assert model.sample(2).dtype == model.log_prob(torch.ones(2, 5), 3).dtype == torch.float32
    assert model.double().sample(2).dtype == torch.float64


def test_a_saved_model_is_the_same_when_it_is_loaded(tmp_path):
    first, second = made(5, (6, 4), 2), made(5, (6, 4), 2, seed=1)
    save_model(first, tmp_path / "vae.safetensors")
    load_model(second, tmp_path / "vae.safetensors")
    assert torch.equal(first.sample(3, generator()), second.sample(3, generator()))


def test_a_training_step_is_one_step_down_the_mean_negative_elbo():
    model, twin, x = made(5, 6, 2), made(5, 6, 2), images(7, 5)
    eps = torch.randn(7, 2, dtype=torch.float64, generator=generator())
    loss = vae_training_step(model, x, eps, torch.optim.SGD(model.parameters(), lr=0.1), beta=0.3)
    bounds = -elbo_by_distributions(twin, x, eps, 0.3)
    assert loss == pytest.approx(bounds.mean().item())
    gradients = torch.autograd.grad(bounds.mean(), list(twin.parameters()))
    for new, old, gradient in zip(model.parameters(), twin.parameters(), gradients, strict=True):
        torch.testing.assert_close(new, old - 0.1 * gradient)


def elbo_by_distributions(model: VAE, x: torch.Tensor, eps: torch.Tensor, beta: float) -> torch.Tensor:
    logits, mu, logvar = model(x, eps)
    kl = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(0.0, 1.0)).sum(-1)
    return Bernoulli(logits=logits).log_prob(x).sum(-1) - beta * kl


def test_training_raises_the_likelihood():
    model = made(8, 16, 1)
    x = torch.eye(8, dtype=torch.float64)[:2].repeat(50, 1)
    before = model.log_prob(x[:2], 500, generator())
    optimizer, source = torch.optim.Adam(model.parameters(), lr=0.02), generator(4)
    for _ in range(150):
        eps = torch.randn(100, 1, dtype=torch.float64, generator=source)
        vae_training_step(model, x, eps, optimizer)
    after = model.log_prob(x[:2], 500, generator())
    assert (after > before + 2).all()
    assert (after < -math.log(2) + 0.1).all()  # two images, equally often: nobody knows better


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_grid_is_the_quantiles_row_by_row(n):
    points = latent_grid(n)
    assert points.dtype == torch.float32
    q = stats.norm.ppf([(i + 0.5) / n for i in range(n)])
    truth = torch.tensor([[q[c], q[r]] for r in range(n) for c in range(n)], dtype=torch.float32)
    torch.testing.assert_close(points, truth)


def test_attribute_direction_is_the_slope_of_least_squares():
    z = torch.randn(30, 4, dtype=torch.float64, generator=generator())
    has = torch.rand(30, generator=generator(1)) < 0.4
    slopes = [stats.linregress(has.double().numpy(), column.numpy()).slope for column in z.T]
    torch.testing.assert_close(attribute_direction(z, has), torch.tensor(slopes, dtype=torch.float64))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: VAE(0, 3, 2), "at least 1"),
        (lambda: VAE(4, (3, 0), 2), "at least 1"),
        (lambda: VAE(4, 3, 2).sample(0), "n must be at least 1; got 0"),
        (lambda: VAE(4, 3, 2).log_prob(torch.ones(1, 4), 0), "got 0 and"),
        (lambda: VAE(4, 3, 2).log_prob(torch.ones(1, 4), 1, chunk=0), "got 1 and 0"),
        (lambda: latent_grid(0), "n must be at least 1; got 0"),
        (lambda: attribute_direction(torch.ones(2, 1), torch.tensor([1.0, 0.0])), "boolean.*float32"),
        (lambda: attribute_direction(torch.ones(2, 1), torch.tensor([True])), r"2 rows.*\(1,\)"),
        (lambda: attribute_direction(torch.ones(2, 1), torch.tensor([True, True])), "got 2 of 2 with it"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
