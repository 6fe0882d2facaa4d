"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from tests.answers.dealt import Dealt, drawn

# Mutants that draw otherwise from the same distribution: exercise, change, and why it does not matter.
SAME_DISTRIBUTION = {
    (
        "train_gan",
        "torch.randn(batch_size, n_latent, generator=rng, dtype=data.dtype)"
        " -> torch.randn(batch_size, n_latent, generator=rng)",
    ): "the latents are float32, whatever the data's dtype",
    (
        "train_gan",
        "the statement is lost",
    ): "the generator may step on the latents that the discriminator saw last",
    (
        "train_gan",
        "this statement and the next change places",
    ): "the latents may be drawn before the data",
}

SIZES = [(6, 6, 2), (1, 9, 1), (13, 4, 5)]  # N, M, K


def networks(dtype: torch.dtype) -> tuple[nn.Module, ...]:
    """A generator from 2 latents to 3 features and a discriminator, always the same two."""
    generator = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 3))
    return drawn(dtype, generator, nn.Sequential(nn.Linear(3, 1)))


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[Any]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype)

    for N, M, K in SIZES:
        p, q = normal(K).softmax(0), normal(K).softmax(0)
        zeros = torch.eye(K + 2, dtype=dtype)
        match exercise:
            case "gan_value" | "discriminator_loss":
                yield from ((scale * normal(N), scale * normal(M)) for scale in (1.0, 1e4))
                yield normal(N).requires_grad_(), normal(M).requires_grad_()
            case "generator_loss_minimax" | "generator_loss_non_saturating":
                yield from ((scale * normal(M),) for scale in (1.0, 1e4))
                yield (normal(M).requires_grad_(),)
            case "optimal_discriminator" | "jensen_shannon":
                yield from ((p, q), (q, p), (p, p), (zeros[0], zeros[1]), (zeros[0], zeros.mean(0)))
            case "modes_captured":
                centers = 2 * normal(K, 3)
                samples = torch.cat([centers + 0.2 * normal(K, 3), 3 * normal(M, 3)])
                yield from ((samples, centers, radius) for radius in (1e-3, 0.5, 1.5))
            case "discriminator_step" | "generator_step":
                x, z = normal(N, 3), normal(N, 2)

                def deal(x: torch.Tensor = x, z: torch.Tensor = z) -> tuple[Any, ...]:
                    players = networks(dtype)
                    if exercise == "discriminator_step":
                        return *players, x, z, torch.optim.Adam(players[1].parameters(), lr=0.1)
                    return *players, z, torch.optim.Adam(players[0].parameters(), lr=0.1)

                yield Dealt(deal)
            case "train_gan":
                x, state = normal(20, 3), generator.clone_state()
                for k in (1, 3):
                    yield Dealt(lambda k=k, x=x, state=state: (*networks(dtype), x, 2, 4, k, 8, 0.05, state))
