"""Inputs that the contract allows, on which a mutant is compared with the reference solution."""

from collections.abc import Iterator
from typing import Any

import torch

from tests.answers.dealt import Dealt

# Mutants that draw otherwise from the same distribution: exercise, change, and why it does not matter.
SAME_DISTRIBUTION: dict[tuple[str, str], str] = {}

SHAPES = [(6, 5, 2, 4), (1, 2, 3, 7), (3, 3, 3, 3), (4, 1, 1, 1)]  # N, D, Z, S


def inputs(exercise: str, generator: torch.Generator, dtype: torch.dtype) -> Iterator[Any]:
    """The arguments of several calls."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype)

    for N, D, Z, S in SHAPES:
        x, model = 2 * normal(N, D), (normal(D, Z), normal(D), 0.6)
        match exercise:
            case "linear_gaussian_log_prob" | "linear_gaussian_posterior" | "mean_field_posterior":
                yield x, *model
            case "naive_log_evidence":
                weight, bias, _ = model
                yield (
                    x,
                    lambda x, z, W=weight, b=bias: -0.5 * (x - b - z @ W.T).square().sum(-1),
                    S,
                    Z,
                    generator.clone_state(),
                )
                yield x, lambda x, z, N=N: z.sum(-1).expand(-1, N) - 1e4, S, Z, generator.clone_state()
            case "importance_log_evidence":
                yield from ((scale * normal(S, N), scale * normal(S, N)) for scale in (1.0, 1e4))
            case "effective_sample_size":
                yield from ((scale * normal(S, N),) for scale in (1.0, 1e4))
                yield (normal(S, N) - 1e4,)
            case "linear_gaussian_elbo":
                yield x, normal(N, Z).requires_grad_(), normal(N, Z).requires_grad_(), *model
            case "svi_step" | "amortized_step":
                start, eps = (normal(N, Z), normal(N, Z), normal(D, 2 * Z)), normal(S, N, Z)

                def deal(x=x, start=start, eps=eps, weight=model[0]):
                    mu, logvar, slopes = (tensor.clone().requires_grad_() for tensor in start)
                    optimizer = torch.optim.SGD([mu, logvar, slopes], lr=0.1)

                    def log_joint(x, z):
                        return -(x - z @ weight.T).square().sum(-1) - 0.5 * z.square().sum(-1)

                    if exercise == "amortized_step":
                        return lambda x: (x @ slopes).chunk(2, -1), log_joint, x, eps, optimizer
                    index = torch.arange(len(x)).flip(0)[: max(1, len(x) - 2)]
                    return log_joint, x, mu, logvar, index, eps[:, : len(index)], optimizer

                yield Dealt(deal)
            case "score_function_gradient":
                yield normal(S), normal(S, Z), normal(Z), normal(Z)
            case "leave_one_out_baseline":
                yield (3 + normal(S + 1),)
            case "pathwise_gradient":
                W = normal(Z, 3)
                yield lambda z, W=W: (z @ W).sin().sum(-1), normal(Z), normal(Z), normal(S, Z)
            case "bernoulli_score_gradient":
                yield normal(S), (normal(S, Z) > 0).to(dtype), normal(Z)
            case "iwae_bound":
                A, B = normal(D, Z), normal(D, Z)
                for scale in (1.0, 1e3):
                    yield (
                        x,
                        lambda x, A=A, B=B: (x @ A, (x @ B).tanh()),
                        lambda x, z, W=model[0], scale=scale: -scale * (x - z @ W.T).square().sum(-1),
                        normal(S, N, Z),
                    )
