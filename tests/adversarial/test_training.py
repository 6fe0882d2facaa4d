"""Algorithm 1: against steps written out by hand, a game without chance, counts, and data to learn."""

import copy
import math

import pytest
import torch
from safetensors.torch import load_model, save_model
from torch import nn

from genai_lab.adversarial import tricks
from genai_lab.adversarial.began import Energy
from genai_lab.adversarial.objectives import NAMES, generator_loss_minimax, objective
from genai_lab.adversarial.training import (
    critic_step,
    discriminator_step,
    generator_step,
    modes_captured,
    train_gan,
)
from genai_lab.data import toy
from genai_lab.nn.mlp import mlp


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def networks(dtype: torch.dtype = torch.float64) -> tuple[nn.Module, nn.Module]:
    torch.manual_seed(0)
    return mlp(2, 5, 3, activation=nn.Tanh).to(dtype), mlp(3, 5, 1, activation=nn.Tanh).to(dtype)


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=seeded(seed), dtype=torch.float64)


def flat(module: nn.Module) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in module.parameters()])


def test_discriminator_step_is_gradient_descent_on_the_naive_loss():
    generator, discriminator = networks()
    x, z, before, twin = draw(6, 3), draw(6, 2, seed=1), flat(generator), copy.deepcopy(discriminator)
    real, fake = torch.sigmoid(twin(x)), torch.sigmoid(twin(generator(z).detach()))
    loss = -real.log().mean() - (1 - fake).log().mean()
    slopes = torch.autograd.grad(loss, list(twin.parameters()))
    truth = flat(twin) - 0.1 * torch.cat([slope.flatten() for slope in slopes])
    optimizer = torch.optim.SGD(discriminator.parameters(), lr=0.1)
    assert discriminator_step(generator, discriminator, x, z, optimizer) == pytest.approx(loss.item())
    torch.testing.assert_close(flat(discriminator), truth)
    assert torch.equal(flat(generator), before)
    assert all(parameter.grad is None and parameter.requires_grad for parameter in generator.parameters())


@pytest.mark.parametrize("saturates", [False, True])
def test_generator_step_is_gradient_descent_on_the_naive_loss(saturates):
    generator, discriminator = networks()
    z, before, twin = draw(6, 2), flat(discriminator), copy.deepcopy(generator)
    fooled = torch.sigmoid(discriminator(twin(z)))
    loss = (1 - fooled).log().mean() if saturates else -fooled.log().mean()
    slopes = torch.autograd.grad(loss, list(twin.parameters()))
    truth = flat(twin) - 0.1 * torch.cat([slope.flatten() for slope in slopes])
    optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
    extra = {"loss": generator_loss_minimax} if saturates else {}
    assert generator_step(generator, discriminator, z, optimizer, **extra) == pytest.approx(loss.item())
    torch.testing.assert_close(flat(generator), truth)
    assert torch.equal(flat(discriminator), before)
    assert all(parameter.requires_grad for parameter in discriminator.parameters())


@pytest.mark.parametrize("weight", [None, 0.5])
def test_critic_step_is_gradient_descent_on_the_penalised_loss(weight):
    generator, critic = networks()
    x, z, eps = draw(6, 3), draw(6, 2, seed=1), draw(6, 1, seed=2).sigmoid()
    before, twin = flat(generator), copy.deepcopy(critic)
    fake = generator(z).detach()
    points = eps * x + (1 - eps) * fake
    slopes = torch.func.vmap(torch.func.grad(lambda row: twin(row).sum()))(points)
    penalty = (slopes.square().sum(1).sqrt() - 1).square().mean()
    loss = twin(fake).mean() - twin(x).mean() + (10 if weight is None else weight) * penalty
    steps = torch.autograd.grad(loss, list(twin.parameters()), materialize_grads=True)
    truth = flat(twin) - 0.1 * torch.cat([step.flatten() for step in steps])
    optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
    extra = {} if weight is None else {"weight": weight}
    assert critic_step(generator, critic, x, z, eps, optimizer, **extra) == pytest.approx(loss.item())
    torch.testing.assert_close(flat(critic), truth)
    assert torch.equal(flat(generator), before)
    assert all(parameter.grad is None and parameter.requires_grad for parameter in generator.parameters())


def test_a_critic_between_two_points_finds_their_distance():
    """f(x) = w x + b on data at 3, samples at 0: 3 w - 10 (w - 1)^2 is largest at w = 1 + 3 / 20."""
    generator, critic = nn.Linear(1, 1).double(), nn.Linear(1, 1).double()
    with torch.no_grad():
        for parameter in [*generator.parameters(), critic.weight]:
            parameter.fill_(0.0)
        critic.weight.fill_(0.2)
    x, z = torch.full((4, 1), 3.0).double(), torch.zeros(4, 1).double()
    optimizer = torch.optim.SGD(critic.parameters(), lr=0.03)
    for seed in range(100):
        critic_step(generator, critic, x, z, draw(4, 1, seed=seed).sigmoid(), optimizer)
    assert critic.weight.item() == pytest.approx(1 + 3 / 20, abs=1e-6)
    assert (critic(x) - critic(0 * x)).mean().item() == pytest.approx(3, rel=0.16)


class Point(nn.Module):
    """A generator that knows one number, whatever z is: its training does not depend on chance."""

    def __init__(self) -> None:
        super().__init__()
        self.point = nn.Parameter(torch.tensor([-1.0], dtype=torch.float64))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.point.expand(*z.shape[:-1], 1)


@pytest.mark.parametrize(
    ("n_steps", "k", "rates", "d_rates", "g_rates"),
    [
        (4, 1, {"lr": 0.1}, [0.1] * 4, [0.1] * 4),
        (3, 3, {"lr": lambda step: 0.1 / (step + 1)}, [0.1, 0.1 / 2, 0.1 / 3], [0.1, 0.1 / 2, 0.1 / 3]),
        (3, 2, {"lr": 0.05, "generator_lr": lambda step: 0.02 * step}, [0.05] * 3, [0.0, 0.02, 0.04]),
    ],
)
def test_training_is_algorithm_1_step_by_step(n_steps, k, rates, d_rates, g_rates):
    point, line = Point(), nn.Linear(1, 1).double()
    own_point, own_line = copy.deepcopy(point), copy.deepcopy(line)
    data = torch.full((9, 1), 2.0, dtype=torch.float64)
    history = train_gan(point, line, data, 1, n_steps, k=k, batch_size=5, **rates)
    optimizers = [torch.optim.Adam(player.parameters()) for player in (own_line, own_point)]
    d_losses, g_losses = [], []
    for d_rate, g_rate in zip(d_rates, g_rates, strict=True):
        optimizers[0].param_groups[0]["lr"], optimizers[1].param_groups[0]["lr"] = d_rate, g_rate
        for _ in range(k):
            D, E = torch.sigmoid(own_line(data[:1])), torch.sigmoid(own_line(own_point.point.detach()))
            d_losses.append((-D.log() - (1 - E).log()).sum())
            optimizers[0].zero_grad()
            d_losses[-1].backward()
            optimizers[0].step()
        g_losses.append(-torch.sigmoid(own_line(own_point.point)).log().sum())
        optimizers[1].zero_grad()
        g_losses[-1].backward()
        optimizers[1].step()
    torch.testing.assert_close(history["discriminator_loss"].double(), torch.stack(d_losses).detach())
    torch.testing.assert_close(history["generator_loss"].double(), torch.stack(g_losses).detach())
    torch.testing.assert_close(flat(point), flat(own_point))
    torch.testing.assert_close(flat(line), flat(own_line))


def test_the_generator_of_numbers_decides():
    def run(seed: int) -> torch.Tensor:
        players = networks()
        train_gan(*players, draw(40, 3), 2, 3, batch_size=8, rng=seeded(seed))
        return flat(players[0])

    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_networks_of_either_dtype_train(dtype):
    players = networks(dtype)
    history = train_gan(*players, draw(40, 3).to(dtype), 2, 3, k=2, batch_size=8)
    assert [len(history[name]) for name in ("discriminator_loss", "generator_loss")] == [6, 3]
    assert all(losses.isfinite().all() for losses in history.values())


def test_callback_progress_and_noise_by_step(capsys):
    seen, stds = [], []

    def std(step: int) -> float:
        stds.append(step)
        return 0.5 / (1 + step)

    extra = {"noise_std": std, "callback": lambda step, *players: seen.append((step, len(players)))}
    train_gan(*networks(), draw(40, 3), 2, 3, batch_size=8, progress=True, **extra)
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert stds == [0, 1, 2]
    printed = capsys.readouterr()
    assert "3/3" in printed.out
    assert printed.err == ""


def test_instance_noise_reaches_all_that_the_discriminator_sees():
    class Watch(nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            shown.append(x.detach().flatten())
            return super().forward(x)

    shown: list[torch.Tensor] = []
    train_gan(Point(), Watch(1, 1).double(), torch.full((9, 1), 2.0).double(), 1, 60, batch_size=9, lr=1e-6)
    assert torch.cat(shown).unique().numel() < 1000
    shown.clear()
    train_gan(
        Point(),
        Watch(1, 1).double(),
        torch.full((9, 1), 2.0).double(),
        1,
        60,
        batch_size=9,
        lr=1e-6,
        noise_std=0.3,
        rng=seeded(),
    )
    real, fake, fooling = (torch.cat(shown[start::3]) for start in range(3))
    for drawn, mean in ((real, 2.0), (fake, -1.0), (fooling, -1.0)):
        assert abs(drawn.mean().item() - mean) < 6 * 0.3 / len(drawn) ** 0.5 + 1e-3
        assert abs(drawn.std().item() - 0.3) < 6 * 0.3 / (2 * len(drawn)) ** 0.5


def test_other_objectives_take_the_place_of_the_loss():
    def matching(generator, discriminator, x, z):
        return tricks.feature_matching_loss(discriminator[:2](x), discriminator[:2](generator(z)))

    def unrolled(generator, discriminator, x, z):
        return tricks.unrolled_generator_loss(generator, discriminator, x, z, n_unroll=2)

    for own in (matching, unrolled):
        players = networks()
        before = flat(players[0])
        history = train_gan(*players, draw(40, 3), 2, 3, batch_size=8, generator_objective=own)
        assert history["generator_loss"].isfinite().all()
        assert not torch.equal(flat(players[0]), before)


def pairs() -> dict[str, tuple[nn.Module, nn.Module]]:
    """Pairs of networks of different kinds, from 2 latents to 3 features and on to one number."""
    torch.manual_seed(0)
    return {
        "shallow": (nn.Linear(2, 3), nn.Linear(3, 1)),
        "deep": (mlp(2, 6, 6, 3), mlp(3, 6, 6, 1)),
        "smooth": (
            mlp(2, 5, 3, activation=nn.Tanh),
            nn.Sequential(nn.Linear(3, 5), nn.LayerNorm(5), nn.SiLU(), nn.Linear(5, 1)),
        ),
        "normalised": (
            nn.Sequential(nn.Linear(2, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3)),
            mlp(3, 5, 1),
        ),
        "energy": (mlp(2, 6, 3), Energy(mlp(3, 2, 3))),
    }


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", pairs())
@pytest.mark.parametrize("name", NAMES)
def test_every_objective_meets_every_pair_of_networks(name, kind, dtype):
    players = [player.to(dtype) for player in pairs()[kind]]
    before = [flat(player) for player in players]
    row = objective(name)._asdict()
    history = train_gan(*players, draw(40, 3).to(dtype), 2, 2, k=2, batch_size=8, rng=seeded(), **row)
    assert all(losses.isfinite().all() for losses in history.values())
    for player, old in zip(players, before, strict=True):
        assert flat(player).dtype == dtype
        assert flat(player).isfinite().all()
        assert not torch.equal(flat(player), old)


@pytest.mark.parametrize("name", NAMES)
def test_the_generator_of_numbers_decides_for_every_objective(name):
    def run(seed: int) -> torch.Tensor:
        players = networks()
        row = objective(name)._asdict()
        train_gan(*players, draw(40, 3), 2, 3, batch_size=8, rng=seeded(seed), **row)
        return flat(players[1])

    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))


def test_a_penalty_is_averaged_and_added_to_the_loss():
    seen = []

    def penalty(network, real, fake, rng):
        seen.append((network, real.shape, fake.shape, rng))
        return 100 * network(real).square().squeeze(1)

    plain, extra, rng = networks(), networks(), seeded(3)
    x = torch.full((9, 3), 0.5, dtype=torch.float64)
    price = 100 * plain[1](x[:1]).square().item()
    without = train_gan(*plain, x, 2, 1, batch_size=8, rng=seeded(3))
    added = train_gan(*extra, x, 2, 1, batch_size=8, rng=rng, penalty=penalty)
    difference = added["discriminator_loss"] - without["discriminator_loss"]
    assert difference.item() == pytest.approx(price, rel=1e-4)
    assert seen == [(extra[1], (8, 3), (8, 3), rng)]
    assert not torch.equal(flat(plain[1]), flat(extra[1]))


def test_a_penalty_alone_moves_the_discriminator_and_never_the_generator():
    players = networks()
    before = [flat(player) for player in players]
    train_gan(
        *players,
        draw(40, 3),
        2,
        1,
        batch_size=8,
        discriminator_loss=lambda real, fake: 0 * real.sum() + 0 * fake.sum(),
        generator_loss=lambda fake: 0 * fake.sum(),
        penalty=lambda network, real, fake, rng: network(fake).square().squeeze(1),
    )
    assert torch.equal(flat(players[0]), before[0])
    assert not torch.equal(flat(players[1]), before[1])


def test_a_constraint_is_called_after_each_step_of_the_discriminator():
    players, seen = networks(), []

    def constrain(network):
        seen.append((network, flat(network)))
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.zero_()

    train_gan(*players, draw(40, 3), 2, 3, k=2, batch_size=8, constrain=constrain)
    assert len(seen) == 6
    assert all(network is players[1] and weights.abs().sum() > 0 for network, weights in seen)
    assert flat(players[1]).abs().sum() == 0


def test_clipped_weights_stay_in_their_box():
    players, largest = networks(), []
    row = objective("WGAN")._asdict()

    def watch(step, generator, critic):
        largest.append(flat(critic).abs().max().item())

    train_gan(*players, draw(40, 3), 2, 20, k=3, batch_size=8, lr=0.05, callback=watch, **row)
    assert max(largest) <= 0.01 + 1e-12
    assert flat(players[0]).abs().max() > 0.01


def test_a_penalty_meets_instance_noise():
    row = objective("WGAN-GP")._asdict()
    history = train_gan(*networks(), draw(40, 3), 2, 3, batch_size=8, noise_std=0.1, rng=seeded(), **row)
    assert history["discriminator_loss"].isfinite().all()


@pytest.mark.parametrize("name", ["LS", "hinge"])
def test_other_objectives_learn_where_the_data_are(name):
    torch.manual_seed(0)
    generator, discriminator = nn.Linear(1, 1), mlp(1, 16, 1)
    data = 3 + 0.5 * torch.randn(500, 1, generator=seeded())
    row = objective(name)._asdict()
    train_gan(generator, discriminator, data, 1, 400, lr=0.01, rng=seeded(), betas=(0.0, 0.9), **row)
    assert abs(generator.bias.item() - 3) < 1


def test_it_learns_a_gaussian():
    torch.manual_seed(0)
    generator, discriminator = nn.Linear(1, 1), mlp(1, 16, 1)
    data = 3 + 0.5 * torch.randn(500, 1, generator=seeded())
    train_gan(generator, discriminator, data, 1, 600, batch_size=64, lr=0.01, rng=seeded())
    assert abs(generator.bias.item() - 3) < 1


def test_a_trained_generator_is_saved_and_loaded(tmp_path):
    players = networks()
    train_gan(*players, draw(40, 3), 2, 2, batch_size=8)
    save_model(players[0], str(tmp_path / "generator.safetensors"))
    fresh = networks()[0]
    load_model(fresh, str(tmp_path / "generator.safetensors"))
    assert torch.equal(fresh(draw(5, 2)), players[0](draw(5, 2)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"k": 0}, "at least 1; got 2, 3, 0 and 8"),
        ({"n_steps": 0}, "at least 1"),
        ({"batch_size": 41}, "batch_size=41 rows; got 40"),
    ],
)
def test_train_gan_refuses_what_it_cannot_do(change, said):
    with pytest.raises(ValueError, match=said):
        train_gan(*networks(), draw(40, 3), **{"n_latent": 2, "n_steps": 3, "batch_size": 8} | change)


def test_a_loss_that_is_not_finite_stops_the_training():
    with pytest.raises(FloatingPointError, match="in step 1"):
        train_gan(*networks(), torch.full((40, 3), math.nan).double(), 2, 3, batch_size=8)


def test_modes_against_loops():
    for seed, (n, k, d, radius) in enumerate([(30, 8, 2, 0.5), (5, 1, 3, 1.0), (40, 6, 1, 0.1)]):
        samples, centers = draw(n, d, seed=seed), draw(k, d, seed=seed + 10)
        near = [[math.dist(x, c) for c in centers.tolist()] for x in samples.tolist()]
        found = [row.index(min(row)) for row in near if min(row) <= radius]
        n_modes, quality = modes_captured(samples, centers, radius)
        assert (n_modes, quality) == (len(set(found)), pytest.approx(len(found) / n))
        assert type(n_modes) is int
        assert type(quality) is float


def test_modes_of_the_ring():
    centers = toy.ring_centers()
    assert modes_captured(toy.ring(4000, generator=seeded()), centers, 0.1) == (8, pytest.approx(1, abs=1e-3))
    assert modes_captured(centers[:1].expand(50, 2), centers, 0.1) == (1, 1.0)
    assert modes_captured(torch.full((50, 2), 0.5), centers, 0.1) == (0, 0.0)


def test_modes_far_from_the_origin():
    centers = 1e4 + 3 * torch.arange(30.0)[:, None].expand(30, 2)
    samples = centers.repeat(2, 1) + 0.25
    assert modes_captured(samples, centers, 0.4) == (30, 1.0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((torch.zeros(3), torch.zeros(2, 1), 1.0), "shapes"),
        ((torch.zeros(3, 2), torch.zeros(2, 1), 1.0), "shapes"),
        ((torch.zeros(0, 2), torch.zeros(2, 2), 1.0), "must be a sample"),
        ((torch.zeros(3, 2), torch.zeros(2, 2), -1.0), "at least 0"),
    ],
)
def test_modes_captured_refuses_what_does_not_fit(arguments, said):
    with pytest.raises(ValueError, match=said):
        modes_captured(*arguments)
