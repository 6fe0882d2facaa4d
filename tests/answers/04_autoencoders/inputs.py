"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch

# Mutants that do the same by another way: exercise, change, and why it does not matter.
SAME_DISTRIBUTION = {
    ("Autoencoder", "this statement and the next change places"): "either half may be made first",
    ("Classifier", "this statement and the next change places"): "either part may be made first",
    (
        "training_step",
        "reconstruction_error(x, model(x)) -> reconstruction_error(model(x), x)",
    ): "the distance is symmetric",
    ("training_step", "optimizer -> model"): "clearing all gradients of the model clears the optimizer's",
    ("training_step", "this statement and the next change places"): "gradients may be cleared first",
}

SHAPES = [(40, 3), (1, 4), (7, 1), (5, 6)]  # N, D


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[tuple[Any, ...]]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype)

    def network(D: int) -> torch.nn.Module:
        model = torch.nn.Sequential(torch.nn.Linear(D, 2), torch.nn.Tanh(), torch.nn.Linear(2, D))
        return model.to(dtype).train(bool(D % 2))

    for N, D in SHAPES:
        x = normal(N, D)
        match exercise:
            case "reconstruction_error":
                yield x, normal(N, D)
                yield x, normal(N, D).requires_grad_()
            case "Autoencoder":
                yield D, N
            case "training_step":
                model = network(D)
                yield model, x, torch.optim.SGD(model.parameters(), lr=0.1)
            case "pca_reconstruct":
                yield from ((x, k) for k in range(1, min(N, D) + 1))
            case "corrupt":
                yield from ((x, p, generator) for p in (0.2, 0.7))
            case "denoising_loss":
                yield from ((network(D), x, p, generator) for p in (0.2, 0.7))
            case "keep_top_k":
                yield from ((z, k) for z in (x, normal(N, D).requires_grad_()) for k in range(1, D + 1))
            case "sparsity_penalty":
                yield from ((x.sigmoid(), rho) for rho in (0.05, 0.5))
            case "Classifier":
                yield torch.nn.Linear(D, N), N, 3
            case "outlier_scores":
                yield network(D), x
