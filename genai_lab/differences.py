"""How a student's tensor differs from the right one, in words."""

import torch
from torch import Tensor


def number(value: Tensor | float) -> str:
    """A number as a student reads it, with four significant digits."""
    return f"{float(value):.4g}"


def same(value: Tensor, truth: Tensor, rtol: float, atol: float) -> bool:
    """Whether shapes agree and values do, within atol + rtol * |truth|, in any dtype; NaN equals NaN."""
    value, truth = torch.as_tensor(value, dtype=torch.float64), torch.as_tensor(truth, dtype=torch.float64)
    return value.shape == truth.shape and torch.allclose(value, truth, rtol=rtol, atol=atol, equal_nan=True)


def worst(badness: Tensor) -> tuple[int, ...]:
    """Where the largest entry stands; NaN is the largest of all."""
    flat = badness.nan_to_num(nan=torch.inf).argmax()
    return tuple(int(index) for index in torch.unravel_index(flat, badness.shape))


def difference(value: Tensor, truth: Tensor, rtol: float, atol: float, what: str = "values") -> str:
    """The first of these that holds: another shape, not finite, a multiple, an offset, else the worst entry.

    Args:
        value: a tensor that is not the same as the truth.
        truth: the right one.
        rtol, atol: how far two entries may lie apart and still count as equal.
        what: what the entries are called, in the plural.

    >>> difference(torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0]), 1e-4, 1e-6)
    'Your values are half the right ones everywhere'
    """
    if value.shape != truth.shape:
        return f"Expected {what} of shape {tuple(truth.shape)}; got {tuple(value.shape)}"
    value, truth = value.to(torch.float64), truth.to(torch.float64)
    lost = ~value.isfinite() & truth.isfinite()
    if value.numel() > 1 and bool(lost.any()):
        kind = "NaN" if bool(value[lost].isnan().any()) else "infinite"
        return f"{int(lost.sum())} of {value.numel()} {what} are {kind} where the right ones are finite"
    off = ~torch.isclose(value, truth, rtol=rtol, atol=atol, equal_nan=True)
    # Equal infinities differ by NaN, and must not win.
    index = worst(torch.where(off, (value - truth).abs(), -torch.inf))
    got, right = value[index], truth[index]
    if value.numel() == 1:
        return f"Expected {number(right)}; got {number(got)}"
    ratio, offset = got / right, got - right
    # A rounding error is a multiple as well, and so is what should be 0; neither factor tells anything.
    if abs(ratio) > 1e-6 and abs(ratio - 1) > 1e-3 and same(value, ratio * truth, rtol, atol):
        known = {2.0: "twice", 0.5: "half", -1.0: "minus"}
        plain = f"{number(ratio)} times"
        factor = next((word for multiple, word in known.items() if abs(ratio - multiple) < 1e-3), plain)
        return f"Your {what} are {factor} the right ones everywhere"
    if same(value, truth + offset, rtol, atol):
        sign = "plus" if offset > 0 else "minus"
        return f"Your {what} are the right ones {sign} {number(abs(offset))} everywhere"
    most = f"at index {index[0] if len(index) == 1 else index} ({number(got)} instead of {number(right)})"
    return f"{int(off.sum())} of {value.numel()} {what} differ, the most {most}"
