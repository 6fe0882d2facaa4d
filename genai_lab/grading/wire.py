"""The wire between a judge and a student's process: frames of JSON and bytes, bounded before they are read.

    frame  = "GL01", header length (u32), bytes of all buffers (u64), header, buffers
    header = JSON {"message": {...}, "buffers": [length of each buffer, ...]}

Nothing that arrives is unpickled or evaluated, and nothing is allocated before its length was found within
bounds. `docs/wire.md` has the messages; `values` has what they say of tensors and other values.
"""

import itertools
import json
import math
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MAGIC = b"GL01"
_PREFIX = struct.Struct(">4sIQ")
MAX_HEADER = 4 * 2**20
MAX_BUFFERS = 256 * 2**20
_MAX_COUNT = 20_000
_SMALL = 2**16


class WireError(Exception):
    """What arrived is not what the wire allows; the text says which rule it breaks."""


class WireClosed(Exception):
    """The other side is gone."""


class WireTimeout(Exception):
    """The other side did not answer in time."""


class Frame(NamedTuple):
    """One message and the buffers that it refers to by number."""

    message: dict[str, Any]
    buffers: list[memoryview]


class Wire:
    """One end of a connection.

    Args:
        connection: a connected stream socket.
        trusted: whether the other side is the judge, whose frames may be of any size; ours may not.
    """

    def __init__(self, connection: socket.socket, *, trusted: bool = False) -> None:
        self._socket, self._trusted = connection, trusted

    def send(
        self, message: Mapping[str, Any], buffers: Sequence[Any] = (), deadline: float | None = None
    ) -> None:
        """Send one frame.

        Args:
            message: what JSON can hold, without NaN.
            buffers: bytes-like objects.
            deadline: a time of `time.monotonic`, after which WireTimeout is raised.
        """
        views = [memoryview(buffer).cast("B") for buffer in buffers]
        sizes = [len(view) for view in views]
        header = {"message": message, "buffers": sizes}
        text = _ENCODER.encode(header).encode()
        size = sum(sizes)
        if self._trusted and (len(text) > MAX_HEADER or size > MAX_BUFFERS or len(sizes) > _MAX_COUNT):
            raise WireError(
                f"an answer holds at most {MAX_HEADER // 2**20} MiB of numbers and texts, and {_MAX_COUNT:,} "
                f"tensors and arrays of {MAX_BUFFERS // 2**20} MiB together; this one is larger"
            )
        parts: list[Any] = [_PREFIX.pack(MAGIC, len(text), size), text, *views]
        if size < _SMALL:  # in one piece, so that the other side wakes up once
            parts = [b"".join(parts)]
        try:
            for part in parts:
                self._settle(deadline)
                self._socket.sendall(part)
        except TimeoutError:
            raise WireTimeout("no one took what was sent") from None
        except OSError as error:
            raise WireClosed(str(error)) from None

    def receive(self, deadline: float | None = None) -> Frame:
        """Wait for one frame.

        Raises:
            WireError: what came is no frame, or is larger than a frame may be.
            WireClosed: the other side closed the connection.
            WireTimeout: the frame was not complete at the deadline.
        """
        magic, header_size, buffers_size = _PREFIX.unpack(self._read(_PREFIX.size, deadline))
        if magic != MAGIC:
            raise WireError(f"a frame begins with {MAGIC!r}; this one begins with {magic!r}")
        if not self._trusted and (header_size > MAX_HEADER or buffers_size > MAX_BUFFERS):
            raise WireError(
                f"a frame has at most {MAX_HEADER} bytes of header and {MAX_BUFFERS} of buffers; "
                f"got {header_size} and {buffers_size}"
            )
        content = memoryview(self._read(header_size + buffers_size, deadline))
        message, sizes = _header(bytes(content[:header_size]))
        if not self._trusted and len(sizes) > _MAX_COUNT:
            raise WireError(f"a frame has at most {_MAX_COUNT} buffers; got {len(sizes)}")
        if sum(sizes) != buffers_size:
            raise WireError(f"the buffers take {buffers_size} bytes; their lengths add up to {sum(sizes)}")
        ends = itertools.accumulate(sizes, initial=header_size)
        return Frame(message, [content[a:b] for a, b in itertools.pairwise(ends)])

    def close(self) -> None:
        """Close this end."""
        self._socket.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        content = bytearray(size)
        view, got = memoryview(content), 0
        while got < size:
            try:
                self._settle(deadline)
                count = self._socket.recv_into(view[got:])
            except TimeoutError:
                raise WireTimeout("no answer came in time") from None
            except OSError as error:
                raise WireClosed(str(error)) from None
            if not count:
                raise WireClosed("the connection was closed")
            got += count
        return content

    def _settle(self, deadline: float | None) -> None:
        if deadline is None:
            self._socket.settimeout(None)
        elif (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
        else:
            raise TimeoutError


def _header(text: bytes) -> tuple[dict[str, Any], list[int]]:
    """The message and the buffers' lengths, whatever bytes claim to be them."""
    try:
        header = _DECODER.decode(bytes(text).decode())
    except RecursionError:
        raise WireError("a header is JSON of modest depth; this one is nested too deeply") from None
    except ValueError as error:
        raise WireError(f"a header is JSON in UTF-8; this one is not ({error})") from None
    if not isinstance(header, dict) or header.keys() != {"message", "buffers"}:
        raise WireError("a header has a message and buffers, and nothing else")
    message, sizes = header["message"], header["buffers"]
    if not isinstance(message, dict):
        raise WireError(f"a message is an object; got {type(message).__name__}")
    if not isinstance(sizes, list) or not all(type(size) is int and 0 <= size <= 2**40 for size in sizes):
        raise WireError("the buffers' lengths are whole numbers, 0 or more")
    return message, sizes


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is no JSON number")
    return number


# Made once: json.dumps and json.loads make a new one for each text.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_finite, parse_float=_finite)
