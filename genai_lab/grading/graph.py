"""Gradients of a student's answer: one autograd function here, whose graph stays in the student's process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from genai_lab.grading.remote import ProcessEnded
from genai_lab.grading.twins import Twin

if TYPE_CHECKING:
    from genai_lab.grading.link import Link


def with_graph(link: "Link", call: int, outputs: list[Tensor], twins: Mapping[int, Twin]) -> list[Tensor]:
    """The outputs of a call that have a graph in the student's process, with one here.

    Args:
        link: where to ask for gradients.
        call: the number of the call.
        outputs: what it returned.
        twins: the tensors that both sides know, at which gradients may arrive.
    """
    if not outputs or not torch.is_grad_enabled():
        return outputs
    inputs = {key: twin for key, twin in twins.items() if twin.tensor.requires_grad}
    ticket = _Ticket(link, call, inputs)
    return [*_Graph.apply(ticket, outputs, *(twin.tensor for twin in inputs.values()))]


class _Ticket:
    """Keeps the graph of one call alive in the student's process, and its inputs, while we may ask for it."""

    def __init__(self, link: "Link", call: int, inputs: dict[int, Twin]) -> None:
        self.link, self.call, self.inputs, self.generation = link, call, inputs, link.generation

    def __del__(self) -> None:
        if self.generation == self.link.generation:
            self.link.graphs.append(self.call)


class _Graph(torch.autograd.Function):
    """The graph of a call, which stays in the student's process."""

    @staticmethod
    def forward(ctx: Any, ticket: _Ticket, outputs: list[Tensor], *inputs: Tensor) -> tuple[Tensor, ...]:
        """The outputs, as they came."""
        ctx.ticket = ticket
        ctx.shapes = [(tensor.shape, tensor.dtype) for tensor in inputs]
        ctx.set_materialize_grads(False)
        return tuple(outputs)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *grads: Tensor | None) -> tuple[Any, ...]:
        """The inputs' gradients, from the student's process."""
        ticket = ctx.ticket
        if ticket.generation != ticket.link.generation:
            raise ProcessEnded("crashed", "the process that could have computed the gradients has ended")
        found = ticket.link.backward(ticket.call, [*ticket.inputs], grads)
        shapes = [None if grad is None else (grad.shape, grad.dtype) for grad in found]
        if len(shapes) != len(ctx.shapes) or any(
            got is not None and got != expected for got, expected in zip(shapes, ctx.shapes, strict=True)
        ):
            ticket.link.lost("tampered", "a gradient has the shape and dtype of its tensor")
        return None, None, *found
