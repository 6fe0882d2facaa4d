"""What the units' inputs share: arguments that a call uses up, and networks that are always the same."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn


class Dealt:
    """Arguments that are made anew whenever they are asked for: a step changes what it is given."""

    def __init__(self, make: Callable[[], tuple[Any, ...]]) -> None:
        self.make = make

    def __iter__(self) -> Iterator[Any]:
        return iter(self.make())


def drawn(dtype: torch.dtype, *networks: nn.Module) -> tuple[nn.Module, ...]:
    """The networks with weights from N(0, 1), the same in every call."""
    draws = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for network in networks:
            for parameter in network.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=draws))
    return tuple(network.to(dtype) for network in networks)
