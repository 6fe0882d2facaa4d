"""Every objective of adversarial training on one screen: what D minimises, what G minimises, what holds D.

    name      discriminator or critic, on data x and samples x'         generator           besides
    MM        -E log D(x) - E log(1 - D(x'))                            E log(1 - D(x'))
    NS        the same                                                  -E log D(x')
    LS        1/2 E (d(x) - 1)^2 + 1/2 E d(x')^2                        1/2 E (d(x') - 1)^2
    hinge     E max(0, 1 - d(x)) + E max(0, 1 + d(x'))                  -E d(x')
    WGAN      E f(x') - E f(x)                                          -E f(x')            |weights| <= c
    WGAN-GP   the same                                                  -E f(x')            gradient penalty
    DRAGAN    as NS                                                     -E log D(x')        DRAGAN penalty
    BEGAN     E L(x) - k E L(x')                                        E L(x')             k follows gamma

A network hands out one number for each example: a logit (MM, NS, DRAGAN: D = sigmoid(logit)), an output d of
any size (LS, hinge), a critic's value f, or an energy L = |x - AE(x)| (BEGAN, whose parts are in `began`).
`objective(name)` is a row of this table, ready for `training.train_gan`.

Source: each function names its paper; the table is after Lucic et al., Are GANs Created Equal? (2018), table
1, with a row for hinge and three differences: LS has the signs and halves of Mao et al.; DRAGAN's generator
has the loss of NS, which does not saturate, rather than that of MM; BEGAN says how k moves.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, relu

from genai_lab.adversarial.began import Balance, began_generator_loss
from genai_lab.adversarial.penalties import Network, clip_weights, dragan_penalty, gradient_penalty

DiscriminatorLoss = Callable[[Tensor, Tensor], Tensor]
GeneratorLoss = Callable[[Tensor], Tensor]
Penalty = Callable[[Network, Tensor, Tensor, torch.Generator | None], Tensor]


class Objective(NamedTuple):
    """A row of the table: `train_gan(..., **row._asdict())` trains with it.

    Attributes:
        discriminator_loss: from the outputs for data and for samples to what D minimises, shape ().
        generator_loss: from the outputs for samples to what G minimises, shape ().
        penalty: from (network, data, samples, source of randomness) to one value for each example, weighted;
            its mean is added to the discriminator's loss.
        constrain: called with the discriminator after each of its steps.
    """

    discriminator_loss: DiscriminatorLoss
    generator_loss: GeneratorLoss
    penalty: Penalty | None = None
    constrain: Callable[[nn.Module], None] | None = None


NAMES = ("MM", "NS", "LS", "hinge", "WGAN", "WGAN-GP", "DRAGAN", "BEGAN")


def objective(name: str) -> Objective:
    """A row of the table, with the settings of its paper; BEGAN's begins with k = 0 each time.

    Args:
        name: one of `NAMES`.

    Returns:
        What `training.train_gan` needs, by the names of its arguments.

    Raises:
        ValueError: if there is no such row.

    >>> objective("LS").generator_loss(torch.tensor([1.0, 3.0]))
    tensor(1.)
    >>> objective("WGAN")._replace(constrain=partial(clip_weights, c=0.1)).penalty is None  # another bound
    True
    """
    match name:
        case "MM":
            return Objective(discriminator_loss, generator_loss_minimax)
        case "NS":
            return Objective(discriminator_loss, generator_loss_non_saturating)
        case "LS":
            return Objective(least_squares_discriminator_loss, least_squares_generator_loss)
        case "hinge":
            return Objective(hinge_discriminator_loss, wasserstein_generator_loss)
        case "WGAN":
            clip = partial(clip_weights, c=0.01)
            return Objective(wasserstein_critic_loss, wasserstein_generator_loss, constrain=clip)
        case "WGAN-GP":
            return Objective(wasserstein_critic_loss, wasserstein_generator_loss, between_data_and_samples)
        case "DRAGAN":
            return Objective(discriminator_loss, generator_loss_non_saturating, around_the_data)
        case "BEGAN":
            return Objective(Balance(), began_generator_loss)
    raise ValueError(f"name must be one of {', '.join(NAMES)}; got {name!r}")


def gan_value(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """The value of the game: what the discriminator maximises and the generator minimises.

        V = (1/N) sum_i log sigmoid(real_i) + (1/M) sum_j log sigmoid(-fake_j)

    Source: Goodfellow et al. (2014), eq. 1, with means over samples for the two expectations.

    Args:
        real_logits: what the discriminator says of data, shape (N,), or (N, 1).
        fake_logits: what it says of samples, shape (M,), or (M, 1).

    Returns:
        The value in nats, at most 0, shape (); finite wherever the logits are.

    Raises:
        ValueError: if either holds no logit.

    >>> gan_value(torch.zeros(3), torch.zeros(5))  # nothing known: -log 4
    tensor(-1.3863)
    """
    _require_logits(real_logits=real_logits, fake_logits=fake_logits)
    return logsigmoid(real_logits).mean() + logsigmoid(-fake_logits).mean()


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """What the discriminator minimises: minus the value of the game.

        L_D = -V = (1/N) sum_i softplus(-real_i) + (1/M) sum_j softplus(fake_j)

    It is the binary cross-entropy of data labelled 1 plus that of samples labelled 0; the cross-entropy of
    one batch that holds as many of both is half of it.

    Source: Goodfellow et al. (2014), eq. 1.

    Args:
        real_logits: what the discriminator says of data, shape (N,), or (N, 1).
        fake_logits: what it says of samples, shape (M,), or (M, 1).

    Returns:
        The loss in nats, at least 0, shape ().

    Raises:
        ValueError: if either holds no logit.

    >>> discriminator_loss(torch.zeros(3), torch.zeros(5))
    tensor(1.3863)
    """
    return -gan_value(real_logits, fake_logits)


def generator_loss_minimax(fake_logits: Tensor) -> Tensor:
    """What the generator minimises in the minimax game.

        L_G = (1/M) sum_j log(1 - D(G(z_j))) = (1/M) sum_j log sigmoid(-fake_j)

    Its slope along a logit is -D / M: where the discriminator is sure of a fake, there is nothing to learn.

    Source: Goodfellow et al. (2014), eq. 1 and Algorithm 1.

    Args:
        fake_logits: what the discriminator says of samples, shape (M,), or (M, 1).

    Returns:
        The loss in nats, at most 0, shape ().

    Raises:
        ValueError: if there is no logit.

    >>> generator_loss_minimax(torch.zeros(5))
    tensor(-0.6931)
    """
    _require_logits(fake_logits=fake_logits)
    return logsigmoid(-fake_logits).mean()


def generator_loss_non_saturating(fake_logits: Tensor) -> Tensor:
    """What the generator minimises in practice.

        L_G = -(1/M) sum_j log D(G(z_j)) = (1/M) sum_j softplus(-fake_j)

    Its slope along a logit is -(1 - D) / M: largest where the discriminator is sure of a fake.

    Source: Goodfellow et al. (2014), section 3, "train G to maximize log D(G(z))".

    Args:
        fake_logits: what the discriminator says of samples, shape (M,), or (M, 1).

    Returns:
        The loss in nats, at least 0, shape ().

    Raises:
        ValueError: if there is no logit.

    >>> generator_loss_non_saturating(torch.zeros(5))
    tensor(0.6931)
    """
    _require_logits(fake_logits=fake_logits)
    return -logsigmoid(fake_logits).mean()


def least_squares_discriminator_loss(real_outputs: Tensor, fake_outputs: Tensor) -> Tensor:
    """What LSGAN's discriminator minimises: its distance from 1 on data and from 0 on samples.

        L_D = 1/2 mean (d(x) - 1)^2 + 1/2 mean d(x')^2

    Source: Mao et al., Least Squares Generative Adversarial Networks (2017), eq. 2 with a = 0, b = 1. The
    minus signs in the table of Lucic et al. (2018) would have it maximise its distance on data.

    Args:
        real_outputs: for data, any real numbers, shape (N,), or (N, 1).
        fake_outputs: for samples, shape (M,), or (M, 1).

    Returns:
        The loss, at least 0, shape ().

    Raises:
        ValueError: if either holds no output.

    >>> least_squares_discriminator_loss(torch.tensor([1.0, 2.0]), torch.tensor([2.0]))
    tensor(2.2500)
    """
    _require_logits(real_outputs=real_outputs, fake_outputs=fake_outputs)
    return 0.5 * (real_outputs - 1).square().mean() + 0.5 * fake_outputs.square().mean()


def least_squares_generator_loss(fake_outputs: Tensor) -> Tensor:
    """What LSGAN's generator minimises: the distance of its samples' outputs from 1.

        L_G = 1/2 mean (d(x') - 1)^2

    Source: Mao et al. (2017), eq. 2 with c = 1.

    Args:
        fake_outputs: for samples, any real numbers, shape (M,), or (M, 1).

    Returns:
        The loss, at least 0, shape ().

    Raises:
        ValueError: if there is no output.

    >>> least_squares_generator_loss(torch.tensor([1.0, 3.0]))
    tensor(1.)
    """
    _require_logits(fake_outputs=fake_outputs)
    return 0.5 * (fake_outputs - 1).square().mean()


def hinge_discriminator_loss(real_outputs: Tensor, fake_outputs: Tensor) -> Tensor:
    """What a discriminator with a margin minimises: nothing to gain above 1 on data, below -1 on samples.

        L_D = mean max(0, 1 - d(x)) + mean max(0, 1 + d(x'))

    Its generator minimises -mean d(x'), as a WGAN's does.

    Source: Lim and Ye, Geometric GAN (2017); Miyato et al., Spectral Normalization (2018), eq. 16.

    Args:
        real_outputs: for data, any real numbers, shape (N,), or (N, 1).
        fake_outputs: for samples, shape (M,), or (M, 1).

    Returns:
        The loss, at least 0, shape ().

    Raises:
        ValueError: if either holds no output.

    >>> hinge_discriminator_loss(torch.tensor([0.0, 5.0]), torch.tensor([-5.0]))
    tensor(0.5000)
    """
    _require_logits(real_outputs=real_outputs, fake_outputs=fake_outputs)
    return relu(1 - real_outputs).mean() + relu(1 + fake_outputs).mean()


def wasserstein_critic_loss(real_outputs: Tensor, fake_outputs: Tensor) -> Tensor:
    """What a critic minimises: minus the gap between its averages.

        L_f = mean f(x') - mean f(x)

    Over all 1-Lipschitz f its minimum is -W1(p_data, p_g); something has to keep f so.

    Source: Arjovsky, Chintala and Bottou, Wasserstein GAN (2017), eq. 2 and Algorithm 1.

    Args:
        real_outputs: for data, any real numbers, shape (N,), or (N, 1).
        fake_outputs: for samples, shape (M,), or (M, 1).

    Returns:
        The loss, in the units of x where f has slope 1, shape ().

    Raises:
        ValueError: if either holds no output.

    >>> wasserstein_critic_loss(torch.tensor([3.0]), torch.tensor([1.0]))
    tensor(-2.)
    """
    _require_logits(real_outputs=real_outputs, fake_outputs=fake_outputs)
    return fake_outputs.mean() - real_outputs.mean()


def wasserstein_generator_loss(fake_outputs: Tensor) -> Tensor:
    """What a generator minimises against a critic, or against a discriminator with a margin.

        L_G = -mean f(x')

    Source: Arjovsky, Chintala and Bottou (2017), Algorithm 1.

    Args:
        fake_outputs: for samples, any real numbers, shape (M,), or (M, 1).

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if there is no output.

    >>> wasserstein_generator_loss(torch.tensor([1.0, 3.0]))
    tensor(-2.)
    """
    _require_logits(fake_outputs=fake_outputs)
    return -fake_outputs.mean()


def between_data_and_samples(
    critic: Network, real: Tensor, fake: Tensor, rng: torch.Generator | None, *, weight: float = 10.0
) -> Tensor:
    """WGAN-GP's penalty with its weight, at places drawn anew: eps ~ U[0, 1] for each pair. Shape (N,)."""
    eps = torch.rand(len(real), 1, generator=rng, dtype=real.dtype, device=real.device)
    return weight * gradient_penalty(critic, real, fake, eps)


def around_the_data(
    discriminator: Network, real: Tensor, fake: Tensor, rng: torch.Generator | None, *, weight: float = 10.0
) -> Tensor:
    """DRAGAN's penalty with its weight, under noise of half the data's deviation. Shape (N,).

    Kodali et al. write N(0, c I) and leave c open; here it follows the scale of the batch.
    """
    noise = torch.randn(real.shape, generator=rng, dtype=real.dtype, device=real.device)
    return weight * dragan_penalty(discriminator, real, 0.5 * real.std() * noise)


def _require_logits(**logits: Tensor) -> None:
    for name, value in logits.items():
        if value.numel() == 0:
            raise ValueError(f"{name} must hold at least one logit; got shape {tuple(value.shape)}")
