"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from tests.answers.dealt import Dealt, drawn

# Mutants that draw otherwise from the same distribution: exercise, change, and why it does not matter.
SAME_DISTRIBUTION = {
    ("began_balance", "k.clamp(0, 1).item() -> k.clamp(0, 1)"): "a tensor is as good as a float",
}

SIZES = [(6, 6, 2), (1, 9, 1), (13, 4, 5)]  # N, M, K


def networks(dtype: torch.dtype) -> tuple[nn.Module, ...]:
    """A generator from 2 latents to 3 features and a critic, always the same two."""
    critic = nn.Sequential(nn.Linear(3, 4), nn.Softplus(), nn.Linear(4, 1))
    return drawn(dtype, nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 3)), critic)


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[Any]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype)

    for N, M, K in SIZES:
        match exercise:
            case "least_squares_discriminator_loss" | "hinge_discriminator_loss" | "wasserstein_critic_loss":
                yield from ((scale * normal(N), scale * normal(M)) for scale in (0.5, 3.0))
                yield normal(N).requires_grad_(), normal(M).requires_grad_()
            case "least_squares_generator_loss":
                yield from ((scale * normal(M),) for scale in (0.5, 3.0))
                yield (normal(M).requires_grad_(),)
            case "clip_weights":
                yield from (Dealt(lambda c=c: (networks(dtype)[1], c)) for c in (0.05, 0.5))
            case "gradient_penalty":
                yield networks(dtype)[1], normal(N, 3), normal(N, 3), normal(N, 1).sigmoid()
            case "dragan_penalty":
                yield networks(dtype)[1], normal(N, 3), 0.5 * normal(N, 3)
            case "critic_step":
                x, z, eps = normal(N, 3), normal(N, 2), normal(N, 1).sigmoid()

                def deal(
                    x: torch.Tensor = x, z: torch.Tensor = z, eps: torch.Tensor = eps
                ) -> tuple[Any, ...]:
                    generator, critic = networks(dtype)
                    return generator, critic, x, z, eps, torch.optim.Adam(critic.parameters(), lr=0.1)

                yield Dealt(deal)
                yield Dealt(lambda deal=deal: (*deal(), 0.5))
            case "began_discriminator_loss":
                yield from ((normal(N).abs(), normal(M).abs(), k) for k in (0.0, 0.3, 1.0))
                yield normal(N).abs().requires_grad_(), normal(M).abs().requires_grad_(), 0.5
            case "began_balance":
                for k, gamma, rate in ((0.0, 0.5, 0.1), (0.4, 0.9, 0.01), (0.5, 0.2, 10.0), (1.0, 0.5, 0.2)):
                    yield k, 1 + normal(N).abs(), normal(M).abs(), gamma, rate
                    yield k, 0.1 * normal(N).abs(), normal(M).abs(), gamma, rate
            case "wasserstein_1d":
                yield from ((normal(N), scale * normal(N)) for scale in (0.5, 3.0))
            case "optimal_plan":
                yield (
                    normal(N).double().softmax(0),
                    normal(M).double().softmax(0),
                    normal(N, M).double().square(),
                )
            case "dual_critic":
                for places in (K, N):
                    p, q = normal(2, places).double().softmax(1)
                    yield p, q, torch.cdist(*2 * [normal(places, 3).double()])
            case "f_divergence":
                p, q = normal(2, N).softmax(1)
                yield from ((p, q, f) for f in (torch.square, torch.sin, lambda u: u * u.log()))
            case "fenchel_conjugate":
                yield from ((f, normal(N), normal(M)) for f in (torch.square, torch.sin, torch.exp))
            case "conjugate":
                domain = {
                    "KL": torch.nan,
                    "reverse KL": 0.0,
                    "Pearson": torch.nan,
                    "squared Hellinger": 1.0,
                    "GAN": 0.0,
                }
                for name, end in domain.items():
                    above = normal(N).exp()
                    yield name, normal(N).abs() - 1 if end != end else end - above
            case "optimal_critic":
                names = ("KL", "reverse KL", "Pearson", "squared Hellinger", "GAN")
                yield from ((name, normal(N).exp()) for name in names)
            case "f_gan_bound":
                yield normal(N), normal(M), torch.tanh, torch.exp
                yield normal(N).requires_grad_(), normal(M).requires_grad_(), torch.sin, torch.square
