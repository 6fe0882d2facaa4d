"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch

from genai_lab.variational.vae import VAE

# Changes that keep what the contract asks for, where running both on the same inputs cannot show it:
# a class makes other weights each time, and a training step changes its model.
SAME_DISTRIBUTION = {
    ("VAE", "(mu, logvar) -> (logvar, mu)"): "which half is called the mean is free, as long as all agree",
    ("VAE", "-1 -> 1"): "x has two axes",
    ("VAE", "this statement and the next change places"): "the decoder may be made first",
    (
        "vae_training_step",
        "this statement and the next change places",
    ): "the gradients may be cleared before the loss is formed",
}

SHAPES = [(6, 5, 2), (1, 3, 4), (3, 3, 3), (4, 1, 1)]  # N, D, Z


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[tuple[Any, ...]]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        # Gradients are asked for through every loss and bound.
        return torch.randn(shape, generator=generator, dtype=dtype).requires_grad_()

    def pixels(*shape: int) -> torch.Tensor:
        return torch.rand(shape, generator=generator, dtype=dtype)

    for N, D, Z in SHAPES:
        match exercise:
            case "evidence_decomposition":
                q = normal(D).detach().softmax(0)
                yield normal(D), q
                yield normal(D), torch.eye(D, dtype=dtype)[0]
            case "gaussian_kl":
                yield normal(N, Z), normal(N, Z)
                yield 3 * normal(N, Z), torch.full((N, Z), 20.0, dtype=dtype, requires_grad=True)
            case "bernoulli_log_likelihood":
                yield from ((x, 3 * normal(N, D)) for x in (pixels(N, D), pixels(N, D).round()))
                yield pixels(N, D), torch.full((N, D), 1e4, dtype=dtype)
            case "elbo":
                code = (normal(N, Z), normal(N, Z))
                yield pixels(N, D), normal(N, D), *code
                yield from ((pixels(N, D), normal(N, D), *code, beta) for beta in (0.0, 0.5, 4.0))
            case "reparameterize":
                yield normal(N, Z), normal(N, Z), normal(N, Z).detach()
            case "elbo_monte_carlo":
                A, B, C = normal(D, Z), normal(D, Z), normal(Z, D)
                yield from (
                    (
                        pixels(N, D),
                        lambda x, A=A, B=B: (x @ A, x @ B),
                        lambda z, C=C: z @ C,
                        normal(S, N, Z).detach(),
                    )
                    for S in (1, 2, 7)
                )
            case "VAE":
                yield D, 4, Z
            case "vae_training_step":
                model = VAE(D, 4, Z).to(dtype)
                optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
                yield model, pixels(N, D), normal(N, Z).detach(), optimizer
            case "latent_grid":
                yield from ((n,) for n in (1, 2, D + 2))
            case "attribute_direction":
                has = torch.arange(N + 3) % 3 == 1
                yield normal(N + 3, Z).detach(), has
