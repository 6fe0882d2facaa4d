"""What helps a generative adversarial network that will not train; each in a few lines.

label smoothing, label noise     the discriminator is never quite sure
instance noise                   data and samples overlap, so that its slope says where to go
feature matching                 the generator aims at averages of features, not at fooling
unrolling                        the generator foresees the discriminator's next steps
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import softplus

from genai_lab.adversarial import objectives
from genai_lab.adversarial.optimum import optimal_discriminator


def smoothed_discriminator_loss(
    real_logits: Tensor, fake_logits: Tensor, *, real_target: float = 0.9, fake_target: float = 0.0
) -> Tensor:
    """The discriminator's loss with soft labels; one-sided as it stands.

        L_D = -mean[a log D(x) + (1 - a) log(1 - D(x))] - mean[b log D(G(z)) + (1 - b) log(1 - D(G(z)))]

    a = 1 and b = 0 give the ordinary loss.

    Source: Salimans et al., Improved Techniques for Training GANs (2016), section 3.4, with b = 0.

    Args:
        real_logits: what the discriminator says of data, shape (N,), or (N, 1).
        fake_logits: what it says of samples, shape (M,), or (M, 1).
        real_target: the label a of data, in [0, 1].
        fake_target: the label b of samples, in [0, 1]; above 0 it makes D* depend on p_g in the numerator.

    Returns:
        The loss in nats, shape ().

    Raises:
        ValueError: if a label leaves [0, 1].

    >>> smoothed_discriminator_loss(torch.zeros(3), torch.zeros(5))
    tensor(1.3863)
    """
    _require_labels(real_target, fake_target)
    return _cross_entropy(real_logits, real_target).mean() + _cross_entropy(fake_logits, fake_target).mean()


def smoothed_optimal_discriminator(
    p_data: Tensor, p_g: Tensor, *, real_target: float = 0.9, fake_target: float = 0.0
) -> Tensor:
    """The discriminator that minimises the loss with soft labels.

        D*(x) = (a p_data(x) + b p_g(x)) / (p_data(x) + p_g(x)),    1/2 where neither has mass

    With b = 0 it is a times the ordinary one: never surer than a. With b > 0 p_g stands in the numerator
    as well, which Salimans et al. advise against; hence "one-sided".

    Source: Salimans et al. (2016), section 3.4.

    Args:
        p_data: probabilities, or densities at K points, at least 0, shape (K,).
        p_g: those of the generator, shape (K,).
        real_target: the label a of data, in [0, 1].
        fake_target: the label b of samples, in [0, 1].

    Returns:
        D* in [0, 1], shape (K,).

    Raises:
        ValueError: if the shapes differ, an entry is negative, or a label leaves [0, 1].

    >>> smoothed_optimal_discriminator(torch.tensor([0.5, 0.5]), torch.tensor([0.5, 0.0]))
    tensor([0.4500, 0.9000])
    """
    _require_labels(real_target, fake_target)
    share = optimal_discriminator(p_data, p_g)
    return torch.where(p_data + p_g > 0, real_target * share + fake_target * (1 - share), 0.5)


def noisy_label_discriminator_loss(
    real_logits: Tensor, fake_logits: Tensor, *, flip: float = 0.05, generator: torch.Generator | None = None
) -> Tensor:
    """The discriminator's loss with each label exchanged now and then.

        L_D = -mean[y log D(x) + (1 - y) log(1 - D(x))] - mean[y' log D(G(z)) + (1 - y') log(1 - D(G(z)))]
        y ~ Bernoulli(1 - flip),    y' ~ Bernoulli(flip),    one for each example

    On average over the labels this is the smoothed loss with a = 1 - flip and b = flip; it has the same D*.

    Args:
        real_logits: what the discriminator says of data, shape (N,), or (N, 1).
        fake_logits: what it says of samples, shape (M,), or (M, 1).
        flip: the chance that a label is exchanged, in [0, 1].
        generator: source of randomness.

    Returns:
        The loss in nats, shape ().

    Raises:
        ValueError: if flip leaves [0, 1].

    >>> noisy_label_discriminator_loss(torch.zeros(3), torch.zeros(5))
    tensor(1.3863)
    """
    _require_labels(flip, flip)

    def flipped(logits: Tensor) -> Tensor:
        return torch.rand(logits.shape, generator=generator, dtype=logits.dtype, device=logits.device) < flip

    # Exchanging a label turns the sign of the logit around.
    real = torch.where(flipped(real_logits), -real_logits, real_logits)
    fake = torch.where(flipped(fake_logits), -fake_logits, fake_logits)
    return objectives.discriminator_loss(real, fake)


def instance_noise(x: Tensor, std: float, *, generator: torch.Generator | None = None) -> Tensor:
    """Data or samples with Gaussian noise, as the discriminator is to see them.

        x + std * eps,    eps ~ N(0, I)

    On both, it blurs p_data and p_g into densities that overlap everywhere; std is lowered during training.

    Source: Arjovsky and Bottou, Towards Principled Methods for Training GANs (2017), section 3; Sonderby et
    al., Amortised MAP Inference for Image Super-resolution (2017), who call it instance noise.

    Args:
        x: data or samples, any shape.
        std: of the noise, at least 0, in the units of x.
        generator: source of randomness, on the device of x.

    Returns:
        A new tensor of x's shape and dtype; gradients flow to x.

    Raises:
        ValueError: if std is negative.

    >>> instance_noise(torch.zeros(2), 0.0)
    tensor([0., 0.])
    """
    if not std >= 0:
        raise ValueError(f"std must be at least 0; got {std}")
    return x + std * torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)


def feature_matching_loss(real_features: Tensor, fake_features: Tensor) -> Tensor:
    """What a generator minimises that aims at the average features of the data.

        L_G = | (1/N) sum_i h(x_i) - (1/M) sum_j h(G(z_j)) |^2

    h is a hidden layer of the discriminator, which is trained as ever.

    Source: Salimans et al. (2016), section 3.1.

    Args:
        real_features: h of data, shape (N, H); no gradient flows there.
        fake_features: h of samples, shape (M, H).

    Returns:
        The squared distance, shape ().

    Raises:
        ValueError: if the shapes do not fit.

    >>> feature_matching_loss(torch.tensor([[1.0], [3.0]]), torch.tensor([[1.0]]))
    tensor(1.)
    """
    fits = (
        real_features.ndim == fake_features.ndim == 2 and real_features.shape[1:] == fake_features.shape[1:]
    )
    if not fits or 0 in (len(real_features), len(fake_features)):
        raise ValueError(
            "features must have shapes (N, H) and (M, H); "
            f"got {tuple(real_features.shape)} and {tuple(fake_features.shape)}"
        )
    return (real_features.detach().mean(0) - fake_features.mean(0)).square().sum()


def unrolled_generator_loss(
    generator: nn.Module,
    discriminator: nn.Module,
    x: Tensor,
    z: Tensor,
    *,
    n_unroll: int = 5,
    lr: float = 0.1,
    discriminator_loss: Callable[[Tensor, Tensor], Tensor] = objectives.discriminator_loss,
    generator_loss: Callable[[Tensor], Tensor] = objectives.generator_loss_non_saturating,
) -> Tensor:
    """The generator's loss against the discriminator as it will be after some steps of its own.

        phi_0 = phi,    phi_{i+1} = phi_i - lr * grad_phi L_D(phi_i, theta),    L_G(phi_K, theta)

    The gradient along theta also runs through the K steps: the generator is told how D will answer. D itself
    stays as it is. Metz et al. write both losses as the minimax value; here they are arguments.

    Source: Metz et al., Unrolled Generative Adversarial Networks (2017), section 2.

    Args:
        generator: from z (M, Z) to samples (M, D).
        discriminator: from x (N, D) to logits (N, 1), twice differentiable where it matters.
        x: data, shape (N, D).
        z: latents, shape (M, Z); the same in every step.
        n_unroll: how many steps K to foresee, at least 0; 0 is the ordinary loss.
        lr: the size of those steps.
        discriminator_loss: from the logits of data and samples to L_D.
        generator_loss: from the logits of samples to L_G.

    Returns:
        The loss, shape (), with gradients to the generator's parameters.

    Raises:
        ValueError: if n_unroll is below 0 or lr is not above 0.

    >>> unrolled_generator_loss(nn.Linear(3, 2), nn.Linear(2, 1), torch.zeros(4, 2), torch.zeros(4, 3)).shape
    torch.Size([])
    """
    if n_unroll < 0 or not lr > 0:
        raise ValueError(f"n_unroll must be at least 0 and lr above 0; got {n_unroll} and {lr}")
    fake = generator(z)
    # Leaves of their own: what is foreseen must leave no gradient on the discriminator.
    weights = {name: weight.detach().requires_grad_() for name, weight in discriminator.named_parameters()}

    def judge(samples: Tensor) -> Tensor:
        return functional_call(discriminator, weights, (samples,))

    for _ in range(n_unroll):
        loss = discriminator_loss(judge(x), judge(fake))
        slopes = torch.autograd.grad(loss, list(weights.values()), create_graph=True)
        weights = {name: weights[name] - lr * slope for name, slope in zip(weights, slopes, strict=True)}
    return generator_loss(judge(fake))


def _cross_entropy(logits: Tensor, target: float) -> Tensor:
    """Of a label in [0, 1], one value for each logit."""
    return target * softplus(-logits) + (1 - target) * softplus(logits)


def _require_labels(real_target: float, fake_target: float) -> None:
    if not (0 <= real_target <= 1 and 0 <= fake_target <= 1):
        raise ValueError(f"labels must be in [0, 1]; got {real_target} and {fake_target}")
