"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch

# Mutants that draw otherwise from the same distribution: exercise, change, and why it does not matter.
SAME_DISTRIBUTION = {
    (
        "bernoulli_sample",
        "torch.rand(n, generator=generator, dtype=theta.dtype) -> torch.rand(n, generator=generator)",
    ): "the uniform numbers are float32, whatever theta's dtype",
    (
        "gmm_sample",
        "means[component] + (factors[component] @ eps.unsqueeze(2)).squeeze(2)"
        " -> means[component] - (factors[component] @ eps.unsqueeze(2)).squeeze(2)",
    ): "the noise is symmetric",
    (
        "gmm_sample",
        "this statement and the next change places",
    ): "the noise may be drawn before the component",
}

SHAPES = [(40, 3, 2), (1, 2, 2), (7, 1, 2)]  # N, K, D; conditioning needs D = 2


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[tuple[Any, ...]]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype)

    for N, K, D in (
        SHAPES if exercise in ("gmm_condition", "bernoulli_mle") else [*SHAPES, (5, 4, 3), (6, 3, 1)]
    ):
        factor = normal(K, D, D)
        covariances = factor @ factor.mT + 0.5 * torch.eye(D, dtype=dtype)
        mixture = (normal(K).softmax(0), 2 * normal(K, D), covariances)
        x, far = 2 * normal(N, D), 500 * normal(N, D)
        match exercise:
            case "bernoulli_mle":
                yield from (((normal(*shape) < 0).to(dtype),) for shape in [(N,), (N, K)])
            case "bernoulli_log_prob":
                tosses = (normal(N + 1) < 0).to(dtype)
                yield from ((tosses, torch.tensor(theta, dtype=dtype)) for theta in (0.0, 1e-30, 0.3, 1.0))
            case "bernoulli_sample":
                yield torch.tensor(0.3, dtype=dtype), 50 * N, generator
            case "kl_divergence":
                q, p = normal(N, K).softmax(-1), normal(N, K).softmax(-1)
                certain = torch.eye(K, dtype=dtype)
                yield from (
                    (q, p),
                    (q[0], p[0]),
                    (certain, p[:1].expand(K, K)),
                    (p[:1].expand(K, K), certain),
                )
            case "gmm_log_prob" | "gmm_e_step":
                yield from ((x, *mixture), (far, *mixture))
            case "gmm_m_step":
                yield x, normal(N, K).softmax(1)
            case "gmm_em" if N >= 40:
                yield from ((x, *mixture, rounds) for rounds in (1, 2, 5))
            case "gmm_sample":
                yield from ((n, *mixture, generator) for n in (1, 200))
            case "gmm_condition":
                yield from ((value, *mixture) for value in (-1.5, 0.0, 2.0))
