"""The f-GAN: any f-divergence as the objective of a generator and a critic.

    F(theta, omega) = E_data[T(x)] - E_z[f*(T(G(z)))] <= D_f(p_data || p_G),    T = g_f(V(x))

V is the critic network's output, any real number, and the activation g_f brings it into the domain of f*. The
critic pushes the bound up, the generator pulls it down.

Source: Nowozin et al., f-GAN (2016), sections 2.3 and 3, Algorithm 1, table 2 and that of the appendix.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import softplus

from genai_lab.adversarial.objectives import Objective
from genai_lab.probability import f_divergences

Function = Callable[[Tensor], Tensor]


class Output(NamedTuple):
    """What becomes of a critic's output v, each function elementwise.

    activation: T = g_f(v), increasing, so that a large output means "data"; it nears every slope of f.
    conjugate: f*(g_f(v)) from v, finite wherever the mathematics is: by way of T the digits would be lost.
    """

    activation: Function
    conjugate: Function


OUTPUTS: dict[str, Output] = {
    "total variation": Output(lambda v: v.tanh() / 2, lambda v: v.tanh() / 2),
    "KL": Output(lambda v: v, lambda v: (v - 1).exp()),
    "reverse KL": Output(lambda v: -(-v).exp(), lambda v: v - 1),
    "Pearson": Output(lambda v: v, f_divergences.TABLE["Pearson"].conjugate),
    "Neyman": Output(lambda v: -torch.expm1(-v), lambda v: 2 - 2 * (-v / 2).exp()),
    "squared Hellinger": Output(lambda v: -torch.expm1(-v), torch.expm1),
    "Jeffrey": Output(lambda v: v, f_divergences.TABLE["Jeffrey"].conjugate),
    "Jensen-Shannon": Output(
        lambda v: (math.log(2) - softplus(-v)) / 2, lambda v: (softplus(v) - math.log(2)) / 2
    ),
    "GAN": Output(lambda v: -softplus(-v), softplus),
}
"""By the names of `f_divergences.TABLE`. With "GAN" the bound is the value of the first GAN, v its logit."""


def weighted_jensen_shannon_output(pi: float) -> Output:
    """The output of `f_divergences.weighted_jensen_shannon`.

        g_f(v) = -pi log pi - log(1 + e^-v)

    Source: Nowozin et al. (2016), the table of the appendix.

    Args:
        pi: the weight of p, between 0 and 1.

    Returns:
        An output as in `OUTPUTS`.

    Raises:
        ValueError: if pi is not between 0 and 1.

    >>> weighted_jensen_shannon_output(0.5).activation(torch.tensor(0.0))
    tensor(-0.3466)
    """
    f_divergences.weighted_jensen_shannon(pi)

    def conjugate(v: Tensor) -> Tensor:
        return (1 - pi) * (math.log(1 - pi) - torch.log(-torch.expm1(-softplus(-v) / pi)))

    return Output(lambda v: -pi * math.log(pi) - softplus(-v), conjugate)


def alpha_divergence_output(alpha: float) -> Output:
    """The output of `f_divergences.alpha_divergence`.

        g_f(v) = v for alpha > 1,    1 / (1 - alpha) - log(1 + e^-v) below

    Source: Nowozin et al. (2016), the table of the appendix.

    Args:
        alpha: any number but 0 and 1.

    Returns:
        An output as in `OUTPUTS`.

    Raises:
        ValueError: if alpha is 0, 1 or not finite.

    >>> alpha_divergence_output(-1.0).activation(torch.tensor(0.0))
    tensor(-0.1931)
    """
    row = f_divergences.alpha_divergence(alpha)
    if alpha > 1:
        return Output(lambda v: v, row.conjugate)

    def conjugate(v: Tensor) -> Tensor:
        # Far out log(softplus(-v)) is -v - e^-v / 2; as it stands, its slope would overflow there.
        near = softplus(-v.clamp(max=15)).log()
        log_b = math.log(1 - alpha) + torch.where(v > 15, -v - (-v.clamp(min=15)).exp() / 2, near)
        return torch.expm1(alpha / (alpha - 1) * log_b) / alpha

    return Output(lambda v: 1 / (1 - alpha) - softplus(-v), conjugate)


def f_gan_bound(
    real_outputs: Tensor, fake_outputs: Tensor, activation: Function, conjugate: Function
) -> Tensor:
    """The variational lower bound of an f-divergence, estimated from samples.

        F = mean_n T_n - mean_m f*(T_m),    T = activation(output)

    Source: Nowozin et al. (2016), sections 2.2 and 2.4.

    Args:
        real_outputs: the critic's outputs on data, any real numbers, shape (N,) or (N, 1).
        fake_outputs: on samples of the generator, shape (M,) or (M, 1).
        activation: elementwise, from outputs to T.
        conjugate: f*, elementwise, from T.

    Returns:
        The bound, shape (); gradients flow to both outputs.

    Raises:
        ValueError: if there is no output.

    >>> conjugate = f_divergences.TABLE["KL"].conjugate
    >>> f_gan_bound(torch.ones(3), torch.ones(2), lambda v: v, conjugate)  # T* = 1 where p = q, and KL = 0
    tensor(0.)
    """
    for name, outputs in (("real_outputs", real_outputs), ("fake_outputs", fake_outputs)):
        if outputs.numel() == 0:
            raise ValueError(f"{name} must hold at least one output; got shape {tuple(outputs.shape)}")
    return activation(real_outputs).mean() - conjugate(activation(fake_outputs)).mean()


def f_gan_objective(divergence: str | Output) -> Objective:
    """The losses of an f-GAN, ready for `training.train_gan`.

        L_D = -F = mean f*(T(G(z))) - mean T(x),    L_G = -mean f*(T(G(z)))

    Source: Nowozin et al. (2016), Algorithm 1. Section 3.2 proposes besides that G maximise mean T(G(z)), as
    the non-saturating loss does; not here.

    Args:
        divergence: a key of `OUTPUTS`, or what one of the two functions for families gives.

    Returns:
        The two losses, from outputs of any shape to shape ().

    Raises:
        ValueError: if there is no row of that name.

    >>> f_gan_objective("GAN").discriminator_loss(torch.zeros(3), torch.zeros(3))  # log 4
    tensor(1.3863)
    """
    output = _require_output(divergence) if isinstance(divergence, str) else divergence

    def discriminator_loss(real_outputs: Tensor, fake_outputs: Tensor) -> Tensor:
        return output.conjugate(fake_outputs).mean() - output.activation(real_outputs).mean()

    def generator_loss(fake_outputs: Tensor) -> Tensor:
        return -output.conjugate(fake_outputs).mean()

    return Objective(discriminator_loss, generator_loss)


def _require_output(name: str) -> Output:
    if name not in OUTPUTS:
        raise ValueError(f"name must be one of {', '.join(OUTPUTS)}; got {name!r}")
    return OUTPUTS[name]
