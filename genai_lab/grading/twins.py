"""Tensors and generators that exist on both sides of the wire, and how the two are kept in step."""

import hashlib
from typing import Any

import torch
from torch import Tensor

from genai_lab.grading.values import CannotCross, Decoder, Encoder
from genai_lab.grading.wire import WireError

# An expanded tensor shows more than it holds; what a check does with a larger one would take too long.
LARGEST_VIEW = 2**28
_SEED = 8  # bytes at the beginning of a generator's state


class Twin:
    """A tensor that both sides hold, and what the other side last heard of it."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor
        self.dense = tensor.is_contiguous()  # so that a view of one is the same view of the other
        self.leaf = tensor  # where gradients end; another tensor where this one is a copy of no leaf

    def mark(self) -> None:
        """Remember the present state as known to the other side."""
        self._value = self.tensor.detach().clone()
        grad = self._gradient()
        self._grad: Any = None if grad is None else grad.detach().clone()
        self._requires_grad = self.tensor.requires_grad

    def shows(self, value: Tensor, place: int) -> bool:
        """Whether another tensor, whose memory begins at `place`, is a view of this one on both sides."""
        own = self.tensor
        alike = self.dense and own.is_contiguous() and own.dtype == value.dtype
        alike = alike and value.numel() * value.element_size() <= LARGEST_VIEW
        return alike and own.untyped_storage().data_ptr() == place

    def change(self, encode: Encoder) -> dict[str, Any]:
        """What is new since `mark`, as JSON; empty where nothing is."""
        found: dict[str, Any] = {}
        if not _same(self.tensor, self._value):
            found["value"] = encode.tensor(self.tensor)
        grad = self._gradient()
        if (grad is None) != (self._grad is None) or (grad is not None and not _same(grad, self._grad)):
            found["grad"] = None if grad is None else encode.tensor(grad)
        if self.tensor.is_leaf and self.tensor.requires_grad != self._requires_grad:
            found["requires_grad"] = self.tensor.requires_grad
        if found:
            self.mark()
        return found

    def apply(self, change: Any, decode: Decoder, *, reshape: bool) -> None:
        """Take over what the other side changed.

        Args:
            change: what its `change` said.
            decode: reads the tensors in it.
            reshape: whether another shape or dtype may come, as of a student's own parameters.
        """
        if not isinstance(change, dict) or change.keys() - {"key", "value", "grad", "requires_grad"}:
            raise WireError("a change of a tensor has a value, a gradient and requires_grad, and no more")
        if "value" in change:
            value = decode.tensor(change["value"])
            if value.shape == self.tensor.shape and value.dtype == self.tensor.dtype:
                self._write(value)
            elif reshape:
                self.tensor.data = value
            else:
                became = f"{tuple(value.shape)}, {value.dtype}"
                raise CannotCross(
                    "A function may change the values of an argument, not its shape or dtype: "
                    f"{tuple(self.tensor.shape)}, {self.tensor.dtype} became {became}."
                )
        if "grad" in change:
            grad = None if change["grad"] is None else decode.tensor(change["grad"])
            if grad is not None and (grad.shape != self.tensor.shape or grad.dtype != self.tensor.dtype):
                raise WireError("a gradient has the shape and dtype of its tensor")
            if self.leaf.is_leaf:
                self.leaf.grad = grad
        if "requires_grad" in change and self.tensor.is_leaf:
            if type(change["requires_grad"]) is not bool:
                raise WireError("requires_grad is true or false")
            self.tensor.requires_grad_(change["requires_grad"])
        self.mark()

    def _write(self, value: Tensor) -> None:
        try:
            self.tensor.detach().copy_(value)
        except RuntimeError as error:  # as for one number that stands at many places
            raise CannotCross(f"An argument cannot be changed in place: {error}") from None

    def _gradient(self) -> Any:
        return self.leaf.grad if self.leaf.is_leaf else None


def advance(generator: torch.Generator) -> None:
    """Bring a generator that a student drew from into a new state, which follows from its own alone.

    The state that the student's process reports could be one from which only zeros are drawn. The seed that
    it began with stays: who sets it back to that at each call draws the same each time.
    """
    before = generator.get_state()
    digest = hashlib.sha256(bytes(before.numpy())).digest()
    after = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big")).get_state()
    after[:_SEED] = before[:_SEED]
    generator.set_state(after)


def _same(one: Tensor, other: Tensor) -> bool:
    """Equal to the last bit, NaN included."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    one, other = one.detach(), other.detach()
    return torch.equal(one, other) or bool(((one == other) | ((one != one) & (other != other))).all())
