"""Algorithm 1: how a generative adversarial network is trained, and how many modes it found.

    repeat    k times    draw x from the data and z ~ N(0, I); one step of D down its loss on D(x), D(G(z))
              once       draw z ~ N(0, I);                     one step of G down its loss on D(G(z))

Source: Goodfellow et al., Generative Adversarial Nets (2014), Algorithm 1. There the minimax
loss of G and gradient steps of any kind; here Adam, and by default the non-saturating loss of section 3.
"""

import math
import sys
from collections.abc import Callable

import torch
from torch import Tensor, nn
from tqdm import tqdm

from genai_lab.adversarial import objectives
from genai_lab.adversarial.objectives import DiscriminatorLoss, GeneratorLoss, Penalty
from genai_lab.adversarial.penalties import Network, gradient_penalty
from genai_lab.adversarial.tricks import instance_noise
from genai_lab.training import descend

# A number, or what it is at each step of the generator.
Rate = float | Callable[[int], float]


def discriminator_step(
    generator: nn.Module,
    discriminator: Network,
    x: Tensor,
    z: Tensor,
    optimizer: torch.optim.Optimizer,
    *,
    loss: DiscriminatorLoss = objectives.discriminator_loss,
    penalty: Callable[[Network, Tensor, Tensor], Tensor] | None = None,
) -> float:
    """One update of the discriminator, on data and samples.

        phi <- phi - optimizer's step on  grad_phi [L_D(D_phi(x), D_phi(G(z))) + mean penalty]

    Source: Goodfellow et al. (2014), Algorithm 1, its inner loop.

    Args:
        generator: from z (M, Z) to samples (M, D); neither it nor its gradients change.
        discriminator: from x (N, D) to logits (N, 1).
        x: data, shape (N, D).
        z: latents, shape (M, Z).
        optimizer: of the discriminator's parameters.
        loss: from the logits of data and of samples to the loss, shape ().
        penalty: from (discriminator, data, samples) to one value for each example.

    Returns:
        The loss before the update, the penalty included.

    >>> D = nn.Linear(2, 1)
    >>> step = torch.optim.SGD(D.parameters(), lr=0.1)
    >>> discriminator_step(nn.Linear(3, 2), D, torch.zeros(4, 2), torch.zeros(4, 3), step) > 0
    True
    """
    with torch.no_grad():
        fake = generator(z)
    objective = loss(discriminator(x), discriminator(fake))
    if penalty is not None:
        objective = objective + penalty(discriminator, x, fake).mean()
    return descend(objective, optimizer)


def critic_step(
    generator: nn.Module,
    critic: Network,
    x: Tensor,
    z: Tensor,
    eps: Tensor,
    optimizer: torch.optim.Optimizer,
    weight: float = 10.0,
) -> float:
    """One update of WGAN-GP's critic.

        L_f = mean f(G(z)) - mean f(x) + weight mean_i (|grad f(x_hat_i)| - 1)^2
        x_hat_i = eps_i x_i + (1 - eps_i) G(z_i)

    Source: Gulrajani et al., Improved Training of Wasserstein GANs (2017), Algorithm 1, its inner loop.

    Args:
        generator: from z (N, Z) to samples (N, D); neither it nor its gradients change.
        critic: from x (N, D) to values (N, 1), without batch normalization.
        x: data, shape (N, D).
        z: latents, shape (N, Z).
        eps: draws from U[0, 1], shape (N, 1).
        optimizer: of the critic's parameters.
        weight: of the penalty.

    Returns:
        The loss before the update.

    >>> f = nn.Linear(2, 1)
    >>> step = torch.optim.SGD(f.parameters(), lr=0.1)
    >>> type(critic_step(nn.Linear(3, 2), f, torch.zeros(4, 2), torch.zeros(4, 3), torch.rand(4, 1), step))
    <class 'float'>
    """

    def penalty(network: Network, real: Tensor, fake: Tensor) -> Tensor:
        return weight * gradient_penalty(network, real, fake, eps)

    loss = objectives.wasserstein_critic_loss
    return discriminator_step(generator, critic, x, z, optimizer, loss=loss, penalty=penalty)


def generator_step(
    generator: nn.Module,
    discriminator: Network,
    z: Tensor,
    optimizer: torch.optim.Optimizer,
    *,
    loss: GeneratorLoss = objectives.generator_loss_non_saturating,
) -> float:
    """One update of the generator, through a discriminator that stays as it is.

        theta <- theta - optimizer's step on  grad_theta L_G(D(G_theta(z)))

    Source: Goodfellow et al. (2014), Algorithm 1, its last line, and section 3 for the loss.

    Args:
        generator: from z (M, Z) to samples (M, D).
        discriminator: from samples (M, D) to logits (M, 1); it does not change, but a gradient stays on its
            parameters until its own next step clears it.
        z: latents, shape (M, Z).
        optimizer: of the generator's parameters.
        loss: from the logits of samples to the loss, shape ().

    Returns:
        The loss before the update.

    >>> G = nn.Linear(3, 2)
    >>> generator_step(G, nn.Linear(2, 1), torch.zeros(4, 3), torch.optim.SGD(G.parameters(), lr=0.1)) > 0
    True
    """
    return descend(loss(discriminator(generator(z))), optimizer)


def train_gan(
    generator: nn.Module,
    discriminator: nn.Module,
    data: Tensor,
    n_latent: int,
    n_steps: int,
    k: int = 1,
    batch_size: int = 128,
    lr: Rate = 1e-3,
    rng: torch.Generator | None = None,
    *,
    discriminator_loss: DiscriminatorLoss = objectives.discriminator_loss,
    generator_loss: GeneratorLoss = objectives.generator_loss_non_saturating,
    penalty: Penalty | None = None,
    constrain: Callable[[nn.Module], None] | None = None,
    generator_objective: Callable[[nn.Module, nn.Module, Tensor, Tensor], Tensor] | None = None,
    generator_lr: Rate | None = None,
    noise_std: Rate = 0.0,
    betas: tuple[float, float] = (0.9, 0.999),
    callback: Callable[[int, nn.Module, nn.Module], object] | None = None,
    progress: bool = False,
) -> dict[str, Tensor]:
    """Train a generator and a discriminator against each other, both in place.

    Algorithm 1 of Goodfellow et al. (2014), with Adam for each player (Kingma and Ba, 2015). Any row of the
    table in `objectives` fits: `train_gan(..., **objectives.objective("WGAN-GP")._asdict())`.

    Args:
        generator: from z (N, n_latent) to samples (N, D).
        discriminator: from x (N, D) to logits (N, 1).
        data: shape (N, D), N at least batch_size; rows are drawn with replacement.
        n_latent: size of the latents, which are drawn from N(0, I).
        n_steps: how many steps the generator makes.
        k: discriminator steps before each of them.
        batch_size: rows of data, and latents, in a step.
        lr: the learning rate of both players, or what it is at each step of the generator.
        rng: source of randomness, on the device of the data; None means torch's own.
        discriminator_loss: from the logits of data and samples to what D minimises.
        generator_loss: from the logits of samples to what G minimises.
        penalty: from (discriminator, data, samples, rng) to one value for each example; D also minimises
            their mean.
        constrain: called with the discriminator after each of its steps.
        generator_objective: from (generator, discriminator, x, z) to what G minimises, in place of
            generator_loss; for objectives that look at data or inside D, as some in `tricks`.
        generator_lr: the learning rate of the generator, where the players have two (Heusel et al., GANs
            Trained by a Two Time-Scale Update Rule, 2017); None means lr.
        noise_std: instance noise on all that D is shown, or its std at each step.
        betas: of Adam.
        callback: called with (step, generator, discriminator) after each step of the generator.
        progress: whether to show a bar.

    Returns:
        The losses before each update, `discriminator_loss` (n_steps * k,) and `generator_loss` (n_steps,).

    Raises:
        ValueError: if a count is below 1 or the data have fewer than batch_size rows.
        FloatingPointError: if a loss is not finite.

    >>> history = train_gan(nn.Linear(1, 2), nn.Linear(2, 1), torch.randn(200, 2), n_latent=1, n_steps=3, k=2)
    >>> {name: tuple(losses.shape) for name, losses in history.items()}
    {'discriminator_loss': (6,), 'generator_loss': (3,)}
    """
    if min(n_latent, n_steps, k, batch_size) < 1:
        raise ValueError(
            "n_latent, n_steps, k and batch_size must be at least 1; "
            f"got {n_latent}, {n_steps}, {k} and {batch_size}"
        )
    if len(data) < batch_size:
        raise ValueError(f"data must have at least batch_size={batch_size} rows; got {len(data)}")

    def rows() -> Tensor:
        return data[torch.randint(len(data), (batch_size,), generator=rng, device=data.device)]

    def latents() -> Tensor:
        return torch.randn(batch_size, n_latent, generator=rng, dtype=data.dtype, device=data.device)

    bounds = None if penalty is None else lambda network, x, fake: penalty(network, x, fake, rng)
    d_rate, g_rate = _at_step(lr), _at_step(lr if generator_lr is None else generator_lr)
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=d_rate(0), betas=betas, fused=True)
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=g_rate(0), betas=betas, fused=True)
    noise = _at_step(noise_std)
    d_losses, g_losses = [], []
    # On stdout: whatever stands on stderr is shown in red, as if something had gone wrong.
    for step in tqdm(range(n_steps), unit="step", file=sys.stdout, disable=not progress, mininterval=0.5):
        d_optimizer.param_groups[0]["lr"], g_optimizer.param_groups[0]["lr"] = d_rate(step), g_rate(step)
        std = noise(step)
        judge = _noisy(discriminator, std, rng) if std else discriminator
        for _ in range(k):
            x, z = rows(), latents()
            d_losses.append(
                discriminator_step(
                    generator, judge, x, z, d_optimizer, loss=discriminator_loss, penalty=bounds
                )
            )
            if constrain is not None:
                constrain(discriminator)
        if generator_objective is None:
            g_losses.append(generator_step(generator, judge, latents(), g_optimizer, loss=generator_loss))
        else:
            objective = generator_objective(generator, discriminator, rows(), latents())
            g_losses.append(descend(objective, g_optimizer))
        if not all(map(math.isfinite, (d_losses[-1], g_losses[-1]))):
            raise FloatingPointError(
                f"a loss became {d_losses[-1]} (D) or {g_losses[-1]} (G) in step {step + 1}: try a smaller lr"
            )
        if callback is not None:
            callback(step, generator, discriminator)
    return {"discriminator_loss": torch.tensor(d_losses), "generator_loss": torch.tensor(g_losses)}


def modes_captured(samples: Tensor, centers: Tensor, radius: float) -> tuple[int, float]:
    """How many modes the samples reach, and how many of the samples lie at one.

        nearest(x) = argmin_k |x - c_k|,    x is of high quality where |x - c_nearest(x)| <= radius
        n_modes = |{nearest(x) : x of high quality}|,    high_quality = their share of all samples

    Source: the counts of Srivastava et al., VEEGAN (2017); there the radius is three standard deviations of a
    mode.

    Args:
        samples: shape (M, D).
        centers: the modes, shape (K, D).
        radius: how far from its mode a sample may lie, at least 0.

    Returns:
        (n_modes, high_quality): a count from 0 to K and a share from 0 to 1.

    Raises:
        ValueError: if the shapes do not fit, or the radius is negative.

    >>> modes_captured(torch.tensor([[0.1], [-0.1], [0.5], [9.0]]), torch.tensor([[0.0], [1.0]]), radius=0.2)
    (1, 0.5)
    """
    if samples.ndim != 2 or centers.ndim != 2 or samples.shape[1] != centers.shape[1]:
        raise ValueError(
            "samples and centers must have shapes (M, D) and (K, D); "
            f"got {tuple(samples.shape)} and {tuple(centers.shape)}"
        )
    if len(samples) == 0 or len(centers) == 0 or not radius >= 0:
        raise ValueError(
            "there must be a sample and a center, and a radius of at least 0; "
            f"got {len(samples)}, {len(centers)} and {radius}"
        )
    # Differences, not |x|^2 - 2 x.c + |c|^2: that would cancel where all lie far from the origin.
    distances = torch.cdist(samples.detach(), centers.detach(), compute_mode="donot_use_mm_for_euclid_dist")
    distance, nearest = distances.min(dim=1)
    good = distance <= radius
    return len(nearest[good].unique()), good.double().mean().item()


def _at_step(rate: Rate) -> Callable[[int], float]:
    return rate if callable(rate) else lambda step: rate


def _noisy(discriminator: nn.Module, std: float, rng: torch.Generator | None) -> Network:
    return lambda x: discriminator(instance_noise(x, std, generator=rng))
