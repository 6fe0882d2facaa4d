"""Values on the wire: numbers, texts, tensors, arrays and containers of them, as JSON and raw bytes.

None, booleans, texts, finite floats and whole numbers below 2^63 stand for themselves. All else is a list
that begins with a word: ["tuple", [...]], ["tensor", dtype, shape, buffer], and so on. What is no plain value
is left to `other`: the student's side answers with a handle, the judge's side knows what handles stand for.
"""

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from torch import Tensor

from genai_lab.grading.wire import WireError

_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
        torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool,
    )
}  # fmt: skip
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
# An array's dtypes by the names that they have on the wire; of this machine's byte order.
_ARRAYS = {np.dtype(code).str: np.dtype(code) for code in "?bhilqBHILQefdgFDG"}
_HASHED = ("set", "frozenset")
_FIELD = re.compile(r"[^\W\d_]\w*|_\d+")  # as namedtuple allows and, with rename=True, makes them
_MAX_DEPTH = 50
_MAX_VALUES = 500_000
_MAX_DIGITS = 20_000  # of a whole number, in hexadecimal: what is done with longer ones takes long
_MAX_HASHED = 10_000  # of as many numbers as one likes the hashes can be made the same
# What travels by value, itself and its subclasses; all else stays where it is.
PLAIN = (
    list, tuple, dict, set, frozenset, bytes, bytearray, str, bool, int, float, complex, Fraction,
    np.ndarray, np.generic, Tensor, torch.dtype,
)  # fmt: skip
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_SEQUENCES: dict[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "size": torch.Size,
}


class CannotCross(Exception):
    """A value that has no place on the wire; the text says which, and what would have."""


class Named(tuple[Any, ...]):
    """What arrives of a named tuple: a tuple whose items also have names."""

    _fields: tuple[str, ...]

    def __new__(cls, names: Sequence[str], values: Sequence[Any]) -> "Named":
        made = super().__new__(cls, values)
        made._fields = tuple(names)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Named, (self._fields, tuple(self))

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("_fields", ()):
            return self[self._fields.index(name)]
        raise AttributeError(name)


class Encoder:
    """Turns values into JSON and collects the buffers that it refers to.

    Args:
        other: called with whatever is no plain value, before anything else is tried; returns its JSON, or
            None to go on.
    """

    def __init__(self, other: Callable[[Any], Any]) -> None:
        self.buffers: list[Any] = []
        self._other, self._count = other, 0

    def __call__(self, value: Any, depth: int = 0) -> Any:
        """The JSON of a value; CannotCross where there is none."""
        self._count += 1
        if depth > _MAX_DEPTH or self._count > _MAX_VALUES:
            raise CannotCross(
                f"A result is nested at most {_MAX_DEPTH} deep and holds at most {_MAX_VALUES:,} values."
            )
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if abs(value) < 2**63 else ["int", _digits(value)]
        if kind is float:
            return value if math.isfinite(value) else ["float", repr(value)]
        found = self._other(value)
        return self._special(value, depth + 1) if found is None else found

    def knowing(self, other: Callable[[Any], Any]) -> "Encoder":
        """An encoder that shares the buffers and knows something else."""
        encoder = Encoder(other)
        encoder.buffers = self.buffers
        return encoder

    def buffer(self, content: Any) -> int:
        """The number under which these bytes travel."""
        self.buffers.append(content)
        return len(self.buffers) - 1

    def _special(self, value: Any, depth: int) -> Any:
        if isinstance(value, Tensor):
            return self.tensor(value)
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value)
        for word, kind in (("list", list), ("set", set), ("frozenset", frozenset), ("size", torch.Size)):
            if isinstance(value, kind):
                _bound(len(value) if word in _HASHED else 0)
                return [word, [self(item, depth) for item in value]]
        if isinstance(value, tuple):
            items = [self(item, depth) for item in value]
            names = getattr(value, "_fields", None)
            return ["named", [str(name) for name in names], items] if names else ["tuple", items]
        if isinstance(value, dict):
            _bound(len(value))
            return ["dict", [[self(key, depth), self(item, depth)] for key, item in value.items()]]
        if isinstance(value, bytes | bytearray):
            return ["bytes", self.buffer(value)]
        if isinstance(value, torch.dtype):
            return ["dtype", str(value).removeprefix("torch.")]
        # A subclass of a number or a text is, for the judge, what it is a subclass of.
        for plain in (bool, int, float, str):
            if isinstance(value, plain):
                return self(plain(value), depth)
        if isinstance(value, Fraction):
            return ["fraction", _digits(value.numerator), _digits(value.denominator)]
        if isinstance(value, complex):
            return ["complex", self(value.real, depth), self(value.imag, depth)]
        raise CannotCross(
            f"A {kind_of(value)} cannot go from one process to the other: use numbers, texts, tensors, "
            "arrays, and lists, tuples and dictionaries of these."
        )

    def tensor(self, value: Tensor) -> list[Any]:
        """The JSON of a tensor, whose bytes become a buffer."""
        plain = value.detach()
        if plain.layout is not torch.strided or plain.device.type != "cpu" or plain.dtype not in _NAMES:
            raise CannotCross(
                "A tensor that is handed in is dense, on the CPU and of an ordinary dtype; this one is "
                f"{plain.dtype}, {plain.layout}, on {plain.device.type}."
            )
        if plain.numel() * plain.element_size() > 2**28:
            raise CannotCross(f"A tensor of {plain.numel():,} numbers is too large to hand in.")
        flat = plain.resolve_conj().resolve_neg().contiguous().reshape(-1)
        if flat.numel() == 1:
            flat = flat.as_strided((1,), (1,))  # it may come with any stride
        content = flat.view(torch.uint8).numpy() if flat.numel() else b""
        return ["tensor", _NAMES[plain.dtype], list(plain.shape), self.buffer(content)]

    def _array(self, value: Any) -> list[Any]:
        array = np.asarray(value)
        dtype = array.dtype.newbyteorder("=")
        if dtype.str not in _ARRAYS or array.nbytes > 2**28:
            raise CannotCross(f"An array of {array.dtype} and {array.size:,} entries cannot be handed in.")
        array = array.astype(dtype, copy=False)
        content = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        word = "number" if isinstance(value, np.generic) else "array"
        return [word, array.dtype.str, list(array.shape), self.buffer(content)]


class Decoder:
    """Turns JSON and buffers into values; WireError for all that an Encoder would not have written.

    Args:
        buffers: those of the frame.
        other: called with each list whose word is not known here; returns its value or raises WireError.
    """

    def __init__(self, buffers: Sequence[memoryview], other: Callable[[list[Any]], Any]) -> None:
        self.buffers, self._other = buffers, other
        self._taken: set[int] = set()

    def knowing(self, other: Callable[[list[Any]], Any]) -> "Decoder":
        """A decoder of the same buffers that knows something else."""
        decoder = Decoder(self.buffers, other)
        decoder._taken = self._taken
        return decoder

    def __call__(self, coded: Any, depth: int = 0) -> Any:
        """The value of some JSON."""
        if coded is None or isinstance(coded, bool | int | float | str):
            return coded
        if depth > 2 * _MAX_DEPTH or not isinstance(coded, list) or not coded:
            raise WireError("a value is plain or a list that begins with a word, and of modest depth")
        try:
            return self._special(coded, depth + 1)
        except (
            CannotCross, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError
        ) as error:  # fmt: skip
            raise WireError(f"no value: {type(error).__name__} {str(error)[:200]}") from None

    def _special(self, coded: list[Any], depth: int) -> Any:
        word = coded[0]
        if not isinstance(word, str):
            raise WireError("a value that is a list begins with a word")
        if word in _SEQUENCES:
            (items,) = coded[1:]
            _bound(len(items) if word in _HASHED else 0)
            return _SEQUENCES[word]([self(item, depth) for item in items])
        if word == "dict":
            (items,) = coded[1:]
            _bound(len(items))
            return {self(key, depth): self(item, depth) for key, item in items}
        if word == "named":
            names, items = coded[1:]
            values = [self(item, depth) for item in items]
            if len(names) != len(values) or not all(_FIELD.fullmatch(name) for name in names):
                raise WireError("a named tuple has a name for each value, and none that Python reads")
            return Named(names, values)
        if word == "tensor":
            return self.tensor(coded)
        if word in ("array", "number"):
            return self._array(coded)
        if word == "bytes":
            return bytes(self.buffer(coded[1]))
        if word == "dtype":
            return _DTYPES[coded[1]]
        if word == "int":
            return _whole(coded[1])
        if word == "float":
            return _FLOATS[coded[1]]
        if word == "fraction":
            return Fraction(_whole(coded[1]), _whole(coded[2]))
        if word == "complex":
            return complex(self(coded[1], depth), self(coded[2], depth))
        return self._other(coded)

    def buffer(self, number: Any) -> memoryview:
        """The bytes that travelled under this number."""
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise WireError(f"a buffer is named by its number, 0 to {len(self.buffers) - 1}; got {number!r}")
        if number in self._taken:
            raise WireError("a buffer is read once")
        self._taken.add(number)
        return self.buffers[number]

    def tensor(self, coded: Any) -> Tensor:
        """A new tensor; its bytes must be as many as its shape and dtype say."""
        word, name, shape, number = coded
        if word != "tensor" or name not in _DTYPES:
            raise WireError(f"a tensor has one of the dtypes {', '.join(_DTYPES)}")
        dtype, content = _DTYPES[name], self.buffer(number)
        size = _checked_size(shape) * dtype.itemsize
        if size != len(content):
            raise WireError(f"a {name} tensor of shape {shape} has {size} bytes; got {len(content)}")
        if not size:
            return torch.empty(shape, dtype=dtype)
        if dtype is torch.bool:  # a byte that is neither 0 nor 1 would be a third truth value
            return (torch.frombuffer(bytearray(content), dtype=torch.uint8) != 0).reshape(shape)
        return torch.frombuffer(bytearray(content), dtype=dtype).reshape(shape)

    def _array(self, coded: list[Any]) -> Any:
        word, name, shape, number = coded
        if name not in _ARRAYS:
            raise WireError(f"an array has one of the dtypes {', '.join(_ARRAYS)}")
        dtype, content = _ARRAYS[name], self.buffer(number)
        if _checked_size(shape) * dtype.itemsize != len(content):
            raise WireError(f"an array of {name} and shape {shape} does not have {len(content)} bytes")
        array: Any
        if dtype.kind == "b":
            array = (np.frombuffer(bytes(content), np.uint8) != 0).reshape(shape)
        else:
            array = np.frombuffer(bytes(content), dtype).reshape(shape).copy()
        return array[()] if word == "number" and not shape else array


def kind_of(value: Any) -> str:
    """The name of a value's type, cut to what fits a sentence."""
    return str(getattr(type(value), "__name__", "value"))[:60]


def _digits(value: int) -> str:
    if value.bit_length() > 4 * _MAX_DIGITS:
        raise CannotCross(f"A whole number that is handed in has at most {4 * _MAX_DIGITS:,} bits.")
    return hex(value)


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS + len("-0x"):
        raise WireError(f"a whole number has at most {_MAX_DIGITS:,} hexadecimal digits")
    return int(digits, 16)


def _bound(size: int) -> None:
    if size > _MAX_HASHED:
        raise CannotCross(f"A dictionary or set that is handed in has at most {_MAX_HASHED:,} entries.")


def _checked_size(shape: Any) -> int:
    if (
        not isinstance(shape, list)
        or len(shape) > 32
        or not all(type(n) is int and 0 <= n <= 2**40 for n in shape)
    ):
        raise WireError("a shape is a list of at most 32 whole numbers, 0 or more")
    return math.prod(shape)
