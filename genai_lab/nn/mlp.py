"""The multilayer perceptron: affine maps with a nonlinearity between them."""

import itertools
from collections.abc import Callable

from torch import nn


def mlp(*sizes: int, activation: Callable[[], nn.Module] = nn.ReLU) -> nn.Sequential:
    """A multilayer perceptron, linear at its end.

        h_0 = x,   h_i = a(W_i h_{i-1} + b_i) for i < L,   y = W_L h_{L-1} + b_L

    Args:
        sizes: the widths of all layers, input and output included, at least two; two give an affine map.
        activation: makes the nonlinearity a that follows every layer but the last.

    Returns:
        A module from (..., sizes[0]) to (..., sizes[-1]), unbounded.

    Raises:
        ValueError: if there are fewer than two sizes, or one is below 1.

    >>> import torch
    >>> mlp(784, 400, 10)(torch.zeros(5, 784)).shape
    torch.Size([5, 10])
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes must be at least two widths, each at least 1; got {sizes}")
    layers: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise(sizes):
        layers += [nn.Linear(n_in, n_out), activation()]
    return nn.Sequential(*layers[:-1])
