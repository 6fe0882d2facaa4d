"""What keeps a critic in bounds: its slope along x, one example at a time, or its weights.

    gradient penalty (WGAN-GP)    (|grad_x f(x_hat)| - 1)^2    at x_hat = eps x + (1 - eps) G(z)
    DRAGAN                        (|grad_x D(x_hat)| - 1)^2    at x_hat = x + noise
    clipping (WGAN)               every weight brought into [-c, c]

The norm is over the features of one example. One norm over the whole batch is another
penalty: it lets a steep slope here make up for a flat one there.

Source: Arjovsky, Chintala and Bottou, Wasserstein GAN (2017); Gulrajani et al., Improved Training of
Wasserstein GANs (2017); Kodali et al., On Convergence and Stability of GANs (2017).
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

Network = Callable[[Tensor], Tensor]


def gradient_norms(critic: Network, x: Tensor) -> Tensor:
    """The steepness of a critic at each point.

        |grad_x f(x_i)|    for each i

    The critic must treat each row on its own: with batch normalization f(x_i) depends on the other rows, and
    what is returned would be the slope of all outputs along x_i.

    Args:
        critic: from x (N, D) to outputs (N, 1) or (N,), once differentiable along x, and
            twice where the result is to be trained on.
        x: points, shape (N, D), or (N, ...).

    Returns:
        Euclidean norms, shape (N,); gradients flow to the critic's parameters, not to x.

    Raises:
        ValueError: if x holds no row.

    >>> gradient_norms(lambda x: 0.5 * x.square().sum(1), torch.tensor([[3.0, 4.0], [0.0, 2.0]])).detach()
    tensor([5., 2.])
    """
    if x.ndim < 2 or len(x) == 0:
        raise ValueError(f"x must have shape (N, D), N >= 1; got {tuple(x.shape)}")
    x = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return slope.flatten(1).norm(dim=1)


def gradient_penalty(critic: Network, real: Tensor, fake: Tensor, eps: Tensor) -> Tensor:
    """How far a critic's slope is from 1, between data and samples.

        (|grad f(x_hat_i)| - 1)^2,    x_hat_i = eps_i x_i + (1 - eps_i) G(z_i)

    Two-sided: too flat costs as much as too steep. Where the table of Lucic et al. (2018) puts
    the parentheses otherwise, this is what Gulrajani et al. compute.

    Source: Gulrajani et al. (2017), eq. 3 and Algorithm 1.

    Args:
        critic: from x (N, D) to outputs (N, 1), without batch normalization.
        real: data, shape (N, D).
        fake: samples, shape (N, D); no gradient flows there.
        eps: a draw from U[0, 1] for each pair, shape (N, 1).

    Returns:
        One value for each pair, at least 0, shape (N,); gradients flow to the critic's parameters.

    Raises:
        ValueError: if real and fake differ in shape, or eps is not (N, 1).

    >>> slope = torch.tensor([0.6, 0.8])  # of length 1
    >>> gradient_penalty(lambda x: x @ slope, torch.zeros(3, 2), torch.ones(3, 2), torch.rand(3, 1))
    tensor([0., 0., 0.])
    """
    if real.shape != fake.shape:
        raise ValueError(
            f"real and fake must have the same shape; got {tuple(real.shape)} and {tuple(fake.shape)}"
        )
    if eps.shape != (len(real), 1):
        raise ValueError(f"eps must have shape (N, 1), N = {len(real)}; got {tuple(eps.shape)}")
    return (gradient_norms(critic, eps * real + (1 - eps) * fake) - 1).square()


def dragan_penalty(discriminator: Network, real: Tensor, noise: Tensor) -> Tensor:
    """How far a discriminator's slope is from 1, around the data.

        (|grad D(x_i + noise_i)| - 1)^2

    D hands out logits here, and it is their slope that is kept near 1.

    Source: Kodali et al. (2017), section 2.3.

    Args:
        discriminator: from x (N, D) to logits (N, 1), without batch normalization.
        real: data, shape (N, D).
        noise: what moves each off its place, shape (N, D).

    Returns:
        One value for each example, at least 0, shape (N,); gradients flow to the discriminator's parameters.

    Raises:
        ValueError: if real and noise differ in shape.

    >>> dragan_penalty(lambda x: 3 * x[:, 0], torch.zeros(2, 2), torch.randn(2, 2)).detach()
    tensor([4., 4.])
    """
    if real.shape != noise.shape:
        raise ValueError(
            f"real and noise must have the same shape; got {tuple(real.shape)} and {tuple(noise.shape)}"
        )
    return (gradient_norms(discriminator, real + noise) - 1).square()


@torch.no_grad()
def clip_weights(critic: nn.Module, c: float) -> None:
    """Bring every weight of a critic into [-c, c], in place.

        w <- max(-c, min(c, w))

    Then the critic is K-Lipschitz for some K that depends on c and its layers, and on nothing else.

    Source: Arjovsky, Chintala and Bottou (2017), Algorithm 1, where c = 0.01.

    Args:
        critic: any module.
        c: the bound, above 0.

    Raises:
        ValueError: if c is not above 0.

    >>> critic = nn.Linear(2, 1)
    >>> clip_weights(critic, 0.01)
    >>> bool(critic.weight.abs().max() <= 0.01)
    True
    """
    if not c > 0:
        raise ValueError(f"c must be above 0; got {c}")
    for parameter in critic.parameters():
        parameter.clamp_(-c, c)
