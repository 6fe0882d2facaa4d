"""Values on the wire: every kind comes back as it was, and what no encoder wrote is refused."""

import builtins
import collections
import contextlib
import importlib
import json
import marshal
import math
import pickle
import time
import tracemalloc
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from genai_lab.grading.values import CannotCross, Decoder, Encoder, Named
from genai_lab.grading.wire import WireError

FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128)
WHOLE = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool)
ARRAYS = "?bBhHiIqQefdFDg"
Point = collections.namedtuple("Point", ("x", "_1"), rename=True)
tried = settings(max_examples=80, deadline=None)

SHAPES = st.lists(st.integers(0, 4), max_size=4)
SHAPE = SHAPES.map(tuple)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**2000), 2**2000)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.fractions()
    | st.binary(max_size=50)
    | st.sampled_from([*FLOATS, *WHOLE])
)


@st.composite
def tensors(draw: Any) -> Tensor:
    """A tensor of any dtype and shape, any bytes, contiguous or not."""
    dtype, shape = draw(st.sampled_from([*FLOATS, *WHOLE])), draw(SHAPES)
    size = math.prod(shape)
    if dtype is torch.bool:
        flat = torch.tensor(draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=dtype)
    else:
        content = draw(st.binary(min_size=size * dtype.itemsize, max_size=size * dtype.itemsize))
        flat = torch.frombuffer(bytearray(content), dtype=dtype) if size else torch.empty(0, dtype=dtype)
    tensor = flat.reshape(shape)
    if shape and draw(st.booleans()):
        tensor = tensor.transpose(0, draw(st.integers(0, len(shape) - 1)))
    return tensor.conj() if dtype.is_complex and draw(st.booleans()) else tensor


@st.composite
def arrays(draw: Any) -> Any:
    """An array, or a number of numpy's, in either order of bytes, contiguous or not."""
    dtype, shape = np.dtype(draw(st.sampled_from(ARRAYS))), draw(SHAPES)
    size = math.prod(shape)
    # Bytes of a long double, or of a boolean, are not any bytes.
    made = np.array(draw(st.lists(st.integers(0, 100), min_size=size, max_size=size))).astype(dtype)
    array = made.reshape(shape).astype(dtype.newbyteorder(draw(st.sampled_from("<>="))))
    array = array.T[..., ::-1] if shape and draw(st.booleans()) else array
    return array[()] if draw(st.booleans()) else array


KEYS = st.integers() | st.text(max_size=5) | st.tuples(st.integers(), st.booleans()) | st.none()
VALUES = st.recursive(
    SCALARS | tensors() | arrays(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
        | st.tuples(inner, inner).map(lambda pair: Point(*pair))
        | SHAPES.map(torch.Size)
    ),
    max_leaves=10,
)


def unknown(coded: list[Any]) -> Any:
    raise WireError(f"there is no value {coded[0]!r} here")


def coded(value: Any) -> tuple[Any, list[bytes]]:
    """The JSON and the buffers of a value, as they lie on the wire."""
    encode = Encoder(lambda value: None)
    told = json.dumps(encode(value), allow_nan=False)
    return json.loads(told), [bytes(memoryview(buffer).cast("B")) for buffer in encode.buffers]


def decoded(told: Any, buffers: list[bytes]) -> Any:
    """What a decoder makes of JSON and buffers."""
    return Decoder([memoryview(buffer) for buffer in buffers], unknown)(told)


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal to the last bit, NaN included."""
    if isinstance(one, Point):
        return type(other) is Named and other._fields == one._fields and same(tuple(one), tuple(other))
    if isinstance(one, bytearray):
        return type(other) is bytes and bytes(one) == other
    if type(one) is not type(other):
        return False
    if isinstance(one, Tensor):
        plain = one.detach().resolve_conj().contiguous().reshape(-1), other.reshape(-1)
        return one.shape == other.shape and one.dtype == other.dtype and bits(*plain)
    if isinstance(one, np.ndarray | np.generic):
        native = one.astype(one.dtype.newbyteorder("="))
        return (
            one.shape == other.shape and native.dtype == other.dtype and native.tobytes() == other.tobytes()
        )
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float | complex):
        return repr(one) == repr(other)
    return bool(one == other)


def bits(one: Tensor, other: Tensor) -> bool:
    return torch.equal(one.view(torch.uint8), other.view(torch.uint8)) if len(one) else True


@tried
@given(VALUES)
@example(float("nan"))
@example([-0.0, float("-inf"), 2**63 - 1, 2**63, -(2**63), -(2**4000)])
@example({(1, (2, "a")): {frozenset({1, 2}): [()]}, None: torch.Size([])})
@example(torch.tensor(3 + 4j).conj())
@example([bytearray(b"ab"), b""])
@example("\ud800 a lone surrogate, \x00, \U0001f600")
def test_every_kind_of_value_comes_back_as_it_was(value):
    assert same(value, decoded(*coded(value)))


class Count(int):
    """A number with more to it."""


class Text(str):
    """A text with more to it."""


class Table(dict):
    """A dictionary with more to it."""


class Row(list):
    """A list with more to it."""


class Own(torch.Tensor):
    """A tensor of one's own kind."""


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Count(3), 3),
        (Text("a"), "a"),
        (Table(a=1), {"a": 1}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (Row([1]), [1]),
        (np.float64(0.5), np.float64(0.5)),
        (nn.Parameter(torch.ones(2)), torch.ones(2)),
        (torch.ones(2).as_subclass(Own), torch.ones(2)),
        (np.ma.masked_array([1, 2], [True, False]), np.array([1, 2])),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_comes_back_as_what_it_is_a_subclass_of(value, plain):
    assert same(plain, decoded(*coded(value)))


def test_a_tensor_that_comes_back_is_a_new_one_without_a_graph():
    x = torch.ones(2, requires_grad=True)
    told, buffers = coded(x * 2)
    arrived = decoded(told, buffers)
    assert not arrived.requires_grad
    arrived += 1
    assert buffers == [bytes(torch.full((2,), 2.0).numpy().data)]


@pytest.mark.parametrize("stride", [0, 3])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.complex64, torch.bfloat16])
def test_a_single_number_may_come_with_any_stride(stride, dtype):
    one = torch.ones(4, dtype=dtype).as_strided((1,), (stride,))
    assert torch.equal(decoded(*coded(one)), one)
    if dtype is not torch.bfloat16:
        assert np.array_equal(decoded(*coded(one.numpy())), one.numpy())


def test_an_array_that_comes_back_can_be_written_to():
    arrived = decoded(*coded([np.zeros(2), np.zeros(2, bool), b"ab"]))
    arrived[0][0] = arrived[1][0] = 1
    assert arrived[0].tolist() == [1, 0]
    assert arrived[1].tolist() == [True, False]


def test_a_named_tuple_comes_back_with_its_names():
    arrived = decoded(*coded(Point(1, [2])))
    assert (arrived.x, arrived._1, arrived[1], len(arrived)) == (1, [2], [2], 2)
    with pytest.raises(AttributeError, match="y"):
        _ = arrived.y


def deep(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


CANNOT = {
    "object": object(),
    "function": print,
    "module": nn.Linear(1, 1),
    "inside": {"a": [(object(),)]},
    "sparse": torch.zeros(2).to_sparse(),
    "meta": torch.zeros(2, device="meta"),
    "quantised": torch.zeros(2, dtype=torch.float8_e4m3fn),
    "expanded": torch.zeros(1).expand(2**28),
    "objects": np.array([object()]),
    "texts": np.array(["a"]),
    "dates": np.array(["2020"], dtype="M8[Y]"),
    "fields": np.zeros(2, dtype="i4,f8"),
    "broadcast": np.broadcast_to(np.zeros(1), (2**28,)),
    "deep": deep(51),
    "many": [0] * 500_001,
    "crowded set": set(range(10_001)),
    "crowded dict": dict.fromkeys(range(10_001)),
    "endless number": 1 << 10**6,
}


@pytest.mark.parametrize("name", CANNOT)
def test_what_has_no_place_on_the_wire_says_so(name):
    with pytest.raises(CannotCross) as caught:
        coded(CANNOT[name])
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "value", [deep(50), [0] * 499_999, set(range(10_000))], ids=["deep", "many", "crowded"]
)
def test_the_largest_that_may_cross_does(value):
    assert decoded(*coded(value)) == value


# Hostile values. Each place of a right one holds something else, and more that no encoder would have written.
ODD = (
    None, True, -1, 0, 1, 2**31, 2**40, 2**62, 2**64, 10**30, 0.5, 1e308, "", "x", "nan", "0x1", "tensor",
    "(,)f8", "f8,f8", "O", "V8", "|O8", "M8[ns]", "float32", "qint8", "1 1f8", "\ud800",
    "__array_interface__", [], {}, [[]], [[], []], ["list"], ["list", []], ["list", [], []], ["tensor"],
    ["int", "0x1"], ["float", "inf"], ["set", [["list", []]]], ["dict", [[["dict", []], 0]]], ["dict", [[1]]],
    [0, 2**40, 2**40], [-1, -1], [2**70], [True], ["bytes", 0], {"id": 1},
)  # fmt: skip
WRITTEN = [
    coded(value)
    for value in (
        [1, 0.5, "a", None, True], (1, (2,)), {"a": 1, (1, 2): {3}}, frozenset({1}), 2**70, float("inf"),
        1 + 2j, Fraction(1, 3), b"abc", torch.float32, torch.Size([2, 3]), Point(1, 2), torch.ones(2, 3),
        torch.ones(0, 3), torch.tensor([True, False]), np.ones((2, 2)), np.array([True]), np.float32(1),
        [torch.ones(1), torch.zeros(2), np.ones(1)], {"mu": torch.ones(2), "both": [np.ones(1), (b"x", 3)]},
    )
]  # fmt: skip


def places(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Each place of some JSON, as what holds it and where."""
    for key in list(thing) if isinstance(thing, dict) else range(len(thing)):
        yield thing, key
        if isinstance(thing[key], dict | list):
            yield from places(thing[key])


def spoil(told: Any, draw: Any, odd: st.SearchStrategy[Any]) -> Any:
    """Some JSON with one to three of its places changed: replaced, left out, doubled, exchanged."""
    root = [json.loads(json.dumps(told))]
    for _ in range(draw(st.integers(1, 3))):
        all_places = list(places(root))
        thing, key = draw(st.sampled_from(all_places))
        way = draw(st.sampled_from(("replace", "replace", "drop", "double", "exchange")))
        if way == "replace" or len(root) == len(thing):
            thing[key] = json.loads(json.dumps(draw(odd)))
        elif way == "drop":
            del thing[key]
        elif way == "double" and isinstance(thing, list):
            thing.insert(key, json.loads(json.dumps(thing[key])))
        else:
            other, place = draw(st.sampled_from(all_places))
            thing[key] = json.loads(json.dumps(other[place]))
    return root[0] if root else None


@contextlib.contextmanager
def inert(*allowed: str) -> Iterator[None]:
    """Fail where anything is unpickled, evaluated, compiled or imported, but for what is allowed."""
    doors = {
        "eval": builtins, "exec": builtins, "compile": builtins, "loads": pickle, "load": pickle,
        "Unpickler": pickle, "import_module": importlib,
    }  # fmt: skip
    opened: list[str] = []

    def shut(name: str) -> Any:
        def refuse(*args: Any, **kwargs: Any) -> Any:
            opened.append(name)
            raise AssertionError(f"{name} was called")

        return refuse

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marshal, "loads", shut("marshal"))
        patch.setattr(torch, "load", shut("torch.load"))
        for name, module in doors.items():
            if name not in allowed:
                patch.setattr(module, name, shut(name))
        yield
    assert not opened


def refused_or_plain(told: Any, buffers: list[bytes]) -> None:
    """Only a WireError comes out, or a value that an encoder could have written."""
    with inert():
        try:
            value = decoded(told, buffers)
        except WireError:
            return
    assert_plain(value)


def assert_plain(value: Any) -> None:
    """Of exactly the kinds that travel by value."""
    kinds = (
        type(None), bool, int, float, str, complex, Fraction, bytes, list, tuple, Named, dict, set, frozenset,
        torch.Size, torch.dtype, Tensor, np.ndarray,
    )  # fmt: skip
    assert type(value) in kinds or isinstance(value, np.generic)
    if isinstance(value, np.ndarray | np.generic):
        assert value.dtype.kind in "biufc"
        assert value.dtype.isnative
    if isinstance(value, int):
        assert abs(value) < 2**100_000
    if isinstance(value, Named):
        assert not any(name.startswith("__") for name in value._fields)
    if isinstance(value, dict):
        for item in value.values():
            assert_plain(item)
    if isinstance(value, list | tuple | set | frozenset | dict):
        for item in value:
            assert_plain(item)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_right_value_with_places_changed_is_refused_or_plain(data):
    told, buffers = data.draw(st.sampled_from(WRITTEN))
    refused_or_plain(spoil(told, data.draw, st.sampled_from(ODD)), buffers)


JSON = st.recursive(
    st.sampled_from(ODD)
    | st.sampled_from(
        ("list", "tuple", "set", "frozenset", "size", "dict", "named", "tensor", "array", "number")
    )
    | st.sampled_from(("bytes", "dtype", "int", "float", "fraction", "complex", "float64", "<f8")),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=15,
)


@tried
@given(JSON, st.lists(st.binary(max_size=16), max_size=3))
def test_arbitrary_json_is_refused_or_plain(told, buffers):
    refused_or_plain(told, buffers)


@tried
@given(st.sampled_from(WRITTEN), st.data())
def test_buffers_of_another_length_are_refused_or_plain(written, data):
    told, buffers = written
    buffers = data.draw(st.lists(st.binary(max_size=40), max_size=len(buffers) + 1))
    refused_or_plain(told, buffers)


@tried
@given(st.text(max_size=12) | st.text("()[],.<>=|0123456789 fciubOVMmSUt8", max_size=10), st.integers(0, 3))
@example("(,)f8", 0)
@example("01f8", 0)
@example("f8,f8", 0)
def test_an_array_of_any_dtype_is_refused_or_plain(name, size):
    for word in ("array", "number", "tensor"):
        refused_or_plain([word, name, [0], 0], [bytes(size)])
        refused_or_plain([word, name, [], 0], [bytes(8)])


REFUSED = {
    "an unknown word": ["pickle", 0],
    "no word": [],
    "a word that is no text": [1, 2],
    "an object": {"a": 1},
    "a list in a list": [[1]],
    "a tensor of more than its bytes": ["tensor", "float32", [3], 0],
    "a tensor of less than its bytes": ["tensor", "float32", [1], 0],
    "a tensor of any size": ["tensor", "float32", [2**40, 2**40], 0],
    "a tensor of no size and a huge shape": ["tensor", "float32", [0, 2**40, 2**40, 2**40], 1],
    "an array of no size and a huge shape": ["array", "<f8", [0, 2**40, 2**40, 2**40], 1],
    "a negative shape": ["tensor", "float32", [-1, -2], 0],
    "a shape of 33": ["tensor", "float32", [1] * 32 + [2], 0],
    "a shape of truth": ["tensor", "float32", [True, 2], 0],
    "a buffer that is not there": ["bytes", 2],
    "a buffer from the end": ["bytes", -1],
    "a buffer by truth": ["bytes", False],
    "a buffer twice": ["list", [["bytes", 0], ["bytes", 0]]],
    "a dtype of objects": ["array", "|O", [1], 0],
    "a dtype of fields": ["array", "i4,i4", [1], 0],
    "a dtype of arrays": ["array", "(2,)i4", [1], 0],
    "a dtype of dates": ["array", "<M8[s]", [1], 0],
    "a foreign order of bytes": ["array", ">f8", [1], 0],
    "a key that has no hash": ["dict", [[["list", []], 1]]],
    "a member that has no hash": ["set", [["dict", []]]],
    "a set of too many": ["set", list(range(10_001))],
    "a dict of too many": ["dict", [[n, 0] for n in range(10_001)]],
    "a zero below the line": ["fraction", "0x1", "0x0"],
    "a number that takes minutes": ["fraction", hex(3**400_000), hex(7**300_000)],
    "a number without end": ["int", "0x" + "f" * 10**6],
    "a float by any name": ["float", "1e5"],
    "a name too few": ["named", ["a"], [1, 2]],
    "a name that is none": ["named", ["a b"], [1]],
    "a name that numpy reads memory by": ["named", ["__array_interface__"], [["dict", []]]],
    "a size of texts": ["size", ["a"]],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_encoder_would_have_written_is_refused_at_once(name):
    begun = time.monotonic()
    with pytest.raises(WireError):
        decoded(REFUSED[name], [bytes(8), b""])
    assert time.monotonic() - begun < 2


def test_numpy_finds_no_address_in_a_named_tuple():
    """The kind of value by which numpy would read any place of the judge's memory."""
    told = ["tuple", [8, False]]
    fields = [["data", told], ["shape", ["tuple", [1]]], ["typestr", "<f8"], ["version", 3]]
    for name in ("__array_interface__", "__array_struct__", "__array__"):
        with pytest.raises(WireError):
            decoded(["named", [name], [["dict", fields]]], [])


@pytest.mark.parametrize("kind", ["list", "dict", "named", "fraction", "complex"])
def test_a_value_nested_without_end_is_refused(kind):
    told: Any = 0
    for _ in range(5_000):
        told = {
            "list": ["list", [told]],
            "dict": ["dict", [[0, told]]],
            "named": ["named", ["a"], [told]],
            "fraction": ["fraction", told, "0x1"],
            "complex": ["complex", told, 0],
        }[kind]
    with pytest.raises(WireError):
        decoded(told, [])


def test_a_claim_of_any_size_allocates_nothing():
    tracemalloc.start()
    try:
        for shape in ([2**40], [2**20, 2**20], [2**40] * 32):
            for word, dtype in (("tensor", "float64"), ("array", "<f8"), ("number", "<c16")):
                with pytest.raises(WireError):
                    decoded([word, dtype, shape, 0], [bytes(8)])
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_pickle_stays_what_it_is():
    """Among the places of a value and in its buffers, nothing reads one."""

    class Bomb:
        def __reduce__(self) -> Any:
            return pytest.fail, ("a pickle was read",)

    bomb = pickle.dumps(Bomb())
    with inert():
        assert decoded(["bytes", 0], [bomb]) == bomb
        assert bytes(decoded(["tensor", "uint8", [len(bomb)], 0], [bomb]).numpy().data) == bomb
        for word in ("pickle", "object", "argument", "handle"):
            with pytest.raises(WireError):
                decoded([word, 0], [bomb])


@pytest.mark.parametrize("byte", [0, 1, 2, 128, 255])
def test_a_truth_has_two_values(byte):
    for word, dtype in (("tensor", "bool"), ("array", "|b1")):
        (arrived,) = decoded([word, dtype, [1], 0], [bytes([byte])])
        assert int(arrived) == (byte != 0)
        assert bool((~arrived) == (byte == 0))


def test_a_decoder_that_knows_more_shares_the_buffers():
    decode = Decoder([memoryview(b"ab")], unknown)
    more = decode.knowing(lambda told: ("more", told[1]))
    assert more(["list", [["more", 1], ["bytes", 0]]]) == [("more", 1), b"ab"]
    with pytest.raises(WireError, match="once"):
        decode(["bytes", 0])
    with pytest.raises(WireError, match="no value"):
        decode(["more", 1])
