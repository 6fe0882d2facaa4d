"""Frames: what is sent arrives, and whatever else arrives is refused, in time and within bounds."""

import contextlib
import json
import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genai_lab.grading.wire import (
    MAGIC,
    MAX_BUFFERS,
    MAX_HEADER,
    Frame,
    Wire,
    WireClosed,
    WireError,
    WireTimeout,
)

# What the specification says, not what the code does: a reader in another language has no more than this.
PREFIX = struct.Struct(">4sIQ")
FINITE = st.floats(allow_nan=False, allow_infinity=False)
MESSAGES = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | FINITE,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)  # fmt: skip
BUFFERS = st.lists(st.binary(max_size=200), max_size=5)
tried = settings(max_examples=40, deadline=None)


def frame(header: Any, buffers: bytes = b"") -> bytes:
    """A frame as the specification has it, of any header, or of bytes that claim to be one."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return PREFIX.pack(MAGIC, len(text), len(buffers)) + text + buffers


def good(message: Any, buffers: list[bytes]) -> bytes:
    """A frame that keeps all rules."""
    header = {"message": message, "buffers": [len(buffer) for buffer in buffers]}
    return frame(header, b"".join(buffers))


@contextlib.contextmanager
def pair(*, trusted: bool = False) -> Iterator[tuple[Wire, socket.socket]]:
    """A wire and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Wire(ours, trusted=trusted), theirs


def arriving(data: bytes) -> Frame:
    """What comes of bytes after which the other side closes."""
    with pair() as (wire, other):
        other.sendall(data)
        other.shutdown(socket.SHUT_WR)
        return wire.receive(time.monotonic() + 10)


def plain(arrived: Frame) -> tuple[Any, list[bytes]]:
    return arrived.message, [bytes(buffer) for buffer in arrived.buffers]


def outcome(data: bytes) -> Frame | None:
    """The frame, or None where it was refused; any exception but the wire's own fails the test."""
    try:
        return arriving(data)
    except (WireError, WireClosed):
        return None


@tried
@given(MESSAGES, BUFFERS)
def test_what_is_sent_arrives(message, buffers):
    with pair() as (wire, other):
        wire.send(message, buffers)
        assert plain(Wire(other).receive()) == (message, buffers)


@tried
@given(MESSAGES, BUFFERS)
def test_what_is_sent_is_what_the_specification_says(message, buffers):
    with pair() as (wire, other):
        wire.send(message, buffers)
        wire.close()
        data = b"".join(iter(lambda: other.recv(2**16), b""))
    magic, header_size, buffers_size = PREFIX.unpack(data[: PREFIX.size])
    header, rest = data[PREFIX.size :][:header_size], data[PREFIX.size + header_size :]
    assert (magic, len(rest), rest) == (b"GL01", buffers_size, b"".join(buffers))
    sizes = [len(buffer) for buffer in buffers]
    assert json.loads(header.decode("utf-8")) == {"message": message, "buffers": sizes}


@tried
@given(MESSAGES, BUFFERS)
def test_a_frame_written_by_another_program_is_read(message, buffers):
    assert plain(arriving(good(message, buffers))) == (message, buffers)


@tried
@given(st.lists(st.tuples(MESSAGES, BUFFERS), min_size=2, max_size=4))
def test_frames_follow_one_another(frames):
    with pair() as (wire, other):
        other.sendall(b"".join(good(*one) for one in frames))
        assert [plain(wire.receive(time.monotonic() + 10)) for _ in frames] == frames


def test_a_frame_larger_than_the_socket_takes_arrives():
    big = bytes(range(256)) * 2**14
    with pair() as (wire, other):
        sender = threading.Thread(target=wire.send, args=({"op": "x"}, [big, b"", big[:5]]))
        sender.start()
        arrived = Wire(other).receive(time.monotonic() + 30)
        sender.join()
    assert plain(arrived) == ({"op": "x"}, [big, b"", big[:5]])


def test_a_frame_that_comes_byte_by_byte_arrives():
    data = good({"a": [1, "ü"]}, [b"12", b"", b"3"])
    with pair() as (wire, other):

        def drip() -> None:
            for place in range(len(data)):
                other.sendall(data[place : place + 1])

        sender = threading.Thread(target=drip)
        sender.start()
        assert plain(wire.receive(time.monotonic() + 30)) == ({"a": [1, "ü"]}, [b"12", b"", b"3"])
        sender.join()


@tried
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(data):
    assert outcome(data) is None or data.startswith(MAGIC)


@tried
@given(st.binary(max_size=300), st.binary(max_size=50))
def test_an_arbitrary_header_is_refused(header, buffers):
    found = outcome(frame(header, buffers))
    assert found is None or isinstance(json.loads(header)["message"], dict)


@tried
@given(MESSAGES, BUFFERS, st.data())
def test_a_truncated_frame_is_no_frame(message, buffers, data):
    whole = good(message, buffers)
    place = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(WireClosed):
        arriving(whole[:place])


@tried
@given(MESSAGES, BUFFERS, st.data())
def test_flipped_bits_give_a_frame_or_an_error_of_the_wire(message, buffers, data):
    spoiled = bytearray(good(message, buffers))
    for _ in range(data.draw(st.integers(1, 3))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    found = outcome(bytes(spoiled))
    assert found is None or (isinstance(found.message, dict) and type(found.message) is dict)


@tried
@given(st.binary(min_size=4, max_size=4).filter(lambda magic: magic != MAGIC))
def test_a_frame_of_another_kind_is_refused(magic):
    with pytest.raises(WireError, match="begins with"):
        arriving(magic + good({}, [])[4:])


@tried
@given(header=st.integers(0, 2**32 - 1), buffers=st.integers(0, 2**64 - 1), trailing=st.binary(max_size=20))
@example(MAX_HEADER + 1, 0, b"")
@example(0, MAX_BUFFERS + 1, b"")
@example(2**32 - 1, 2**64 - 1, b"")
def test_nothing_is_allocated_for_a_length_beyond_the_bounds(header, buffers, trailing):
    if header <= MAX_HEADER and buffers <= MAX_BUFFERS:
        buffers += MAX_BUFFERS + 1
    tracemalloc.start()
    try:
        with pytest.raises(WireError, match="a frame has at most"):
            arriving(PREFIX.pack(MAGIC, header, buffers) + trailing)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@tried
@given(MESSAGES, BUFFERS, st.lists(st.integers(0, 2**40), max_size=6))
@example({}, [b"ab"], [1])
@example({}, [b"ab"], [])
@example({}, [], [2**40])
def test_lengths_that_do_not_add_up_are_refused(message, buffers, sizes):
    content = b"".join(buffers)
    if sum(sizes) == len(content):
        sizes = [*sizes, 1]
    with pytest.raises(WireError, match="add up"):
        arriving(frame({"message": message, "buffers": sizes}, content))


ODD = (None, True, 0, -1, 1.5, "x", [], {}, [[]], ["x"])


@pytest.mark.parametrize(
    "header",
    [
        *(odd for odd in ODD),
        {"message": {}},
        {"buffers": []},
        {"message": {}, "buffers": [], "more": 1},
        *({"message": odd, "buffers": []} for odd in ODD if not isinstance(odd, dict)),
        *({"message": {}, "buffers": odd} for odd in ODD if odd != []),
        *({"message": {}, "buffers": [odd]} for odd in (None, True, False, -1, 0.0, "0", [], {}, 2**40 + 1)),
        {"message": {}, "buffers": [0] * 20_001},
    ],
    ids=lambda header: json.dumps(header)[:50],
)
def test_a_header_of_another_form_is_refused(header):
    with pytest.raises(WireError):
        arriving(frame(header))


def test_as_many_buffers_as_may_be_are_read():
    assert len(arriving(frame({"message": {}, "buffers": [0] * 20_000})).buffers) == 20_000


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff",
        b'{"message":{"a":"\xff"},"buffers":[]}',
        b'{"message":{"a":NaN},"buffers":[]}',
        b'{"message":{"a":-Infinity},"buffers":[]}',
        b'{"message":{"a":1e999},"buffers":[]}',
        b'{"message":{"a":' + b"9" * 5000 + b'},"buffers":[]}',
        b'{"message":{},"buffers":[]} {}',
        b'{"message":{},"buffers":[]}\x00',
        b"[" * 10**5,
        b'{"message":' + b'{"a":' * 10**4,
        b'{"message":{"a":' + b"[" * 10**4 + b"]" * 10**4 + b'},"buffers":[]}',
        "\ufeff{}".encode(),
        '{"message":{},"buffers":[]}'.encode("utf-16"),
        '{"message":{},"buffers":[]}'.encode("utf-32"),
        b'{"message":{"a":"\xed\xa0\x80"},"buffers":[]}',
        b"\x80\x04cos\nsystem\n.",
    ],
    ids=range(17),
)
def test_what_is_no_json_of_modest_size_in_utf_8_is_refused(header):
    with pytest.raises(WireError):
        arriving(frame(header))


def test_of_equal_keys_the_last_one_counts():
    header = b'{"message":{"a":1,"a":2},"message":{"a":3,"a":4},"buffers":[7],"buffers":[]}'
    assert plain(arriving(frame(header))) == ({"a": 4}, [])


@pytest.mark.parametrize("piece", [b"{}", b"[]", b"0.1", b'"a"', b"[0]", b'{"":0}'])
def test_the_largest_header_takes_a_bounded_multiple_of_its_size(piece):
    size = MAX_HEADER // 16
    text = b'{"message":{"a":[' + b",".join([piece] * (size // (len(piece) + 1))) + b']},"buffers":[]}'
    tracemalloc.start()
    try:
        with pair() as (wire, other):
            sender = threading.Thread(target=other.sendall, args=(frame(text),))
            sender.start()
            wire.receive(time.monotonic() + 30)
            sender.join()
        assert tracemalloc.get_traced_memory()[1] < 80 * size
    finally:
        tracemalloc.stop()


def test_a_silent_other_side_is_waited_for_until_the_deadline():
    with pair() as (wire, _):
        begun = time.monotonic()
        with pytest.raises(WireTimeout):
            wire.receive(begun + 0.2)
        assert 0.2 <= time.monotonic() - begun < 2


def test_a_deadline_that_has_passed_is_kept_whatever_lies_ready():
    with pair() as (wire, other):
        other.sendall(good({}, []))
        with pytest.raises(WireTimeout):
            wire.receive(time.monotonic() - 1)
        with pytest.raises(WireTimeout):
            wire.send({}, [], time.monotonic() - 1)


def test_an_answer_in_drops_does_not_move_the_deadline():
    data = PREFIX.pack(MAGIC, 10_000, 0) + b" " * 10_000
    over = threading.Event()
    with pair() as (wire, other):

        def drip() -> None:
            with contextlib.suppress(OSError):
                for place in range(len(data)):
                    other.sendall(data[place : place + 1])
                    if over.wait(0.01):
                        return

        sender = threading.Thread(target=drip)
        sender.start()
        begun = time.monotonic()
        with pytest.raises(WireTimeout):
            wire.receive(begun + 0.3)
        took = time.monotonic() - begun
        over.set()
        sender.join()
    assert 0.3 <= took < 2


def test_one_who_does_not_listen_is_waited_for_until_the_deadline():
    with pair() as (wire, _):
        begun = time.monotonic()
        with pytest.raises(WireTimeout):
            wire.send({}, [bytes(2**24)], begun + 0.3)
        assert 0.3 <= time.monotonic() - begun < 3


def test_who_is_gone_is_said_to_be_gone():
    with pair() as (wire, other):
        other.close()
        with pytest.raises(WireClosed):
            wire.receive(time.monotonic() + 10)
        with pytest.raises(WireClosed):
            wire.send({}, [bytes(2**20)], time.monotonic() + 10)


@pytest.mark.parametrize(
    ("message", "buffers"),
    [
        ({"a": "x" * MAX_HEADER}, []),
        ({}, [bytes(2**20)] * (MAX_BUFFERS // 2**20) + [b"1"]),
        ({}, [b""] * 20_001),
    ],
    ids=["header", "buffers", "count"],
)
def test_an_answer_that_would_be_refused_is_not_sent(message, buffers):
    with pair(trusted=True) as (wire, other):
        with pytest.raises(WireError, match="an answer"):
            wire.send(message, buffers)
        wire.send({"a": "smaller"})
        assert Wire(other).receive(time.monotonic() + 10).message == {"a": "smaller"}


@pytest.mark.parametrize(
    ("message", "buffers"), [({"a": "x" * MAX_HEADER}, []), ({}, [b""] * 20_001)], ids=["header", "count"]
)
def test_the_judge_may_ask_more_than_a_student_may_answer(message, buffers):
    with pair(trusted=True) as (wire, other):
        sender = threading.Thread(target=Wire(other).send, args=(message, buffers))
        sender.start()
        assert plain(wire.receive(time.monotonic() + 30)) == (message, buffers)
        sender.join()


def test_no_number_is_sent_that_json_does_not_have():
    with pair() as (wire, _), pytest.raises(ValueError, match="JSON"):
        wire.send({"a": float("nan")})
