"""A stand-in for what a nursery's child serves: it runs the lines it is sent and answers with `answer`."""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from genai_lab.grading import sandbox
from genai_lab.grading.nursery import Nursery
from genai_lab.grading.sandbox import SCRATCH, Limits

REPOSITORY = Path(__file__).parents[2]
# Where the interpreter itself lies below the scratch folder, as in a checkout there, these lead to it.
LEADING = {
    str(folder)
    for _, target in sandbox._binds()
    for folder in Path(target).parents
    if folder.is_relative_to(SCRATCH) and folder != Path(SCRATCH)
}
SERVE = """
import ctypes, json, os, socket, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)

def serve(connection, shell):
    stream = connection.makefile("rw")
    for line in stream:
        names = dict(globals())
        try:
            exec(json.loads(line), names)
            answer = names.get("answer")
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        stream.write(json.dumps(answer) + chr(10))
        stream.flush()
"""
ORPHAN = """
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(1000)
os.wait()
"""
LIMITS = Limits(memory=512 * 2**20, disk=4 * 2**20, processes=16)
needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")


class Child:
    """A nursery's child that serves the stand-in."""

    def __init__(self, nursery: Nursery) -> None:
        self.connection = nursery.spawn()
        self.connection.settimeout(60)
        self._stream = self.connection.makefile("rw")

    def run(self, source: str) -> Any:
        """What `answer` is after the lines, or the text of what they raised."""
        self.tell(source)
        return json.loads(self._stream.readline())

    def tell(self, source: str) -> None:
        """Send lines that will not be answered."""
        self._stream.write(json.dumps(source) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self.connection.close()


def left_in(folder: str, names: list[str]) -> list[str]:
    """What a listing of a folder in the sandbox shows besides the way to the interpreter."""
    return [name for name in names if str(Path(folder, name)) not in LEADING]


@contextmanager
def child_of(nursery: Nursery) -> Iterator[Child]:
    """A new child, killed afterwards."""
    child = Child(nursery)
    try:
        yield child
    finally:
        child.close()
        nursery.kill()


@contextmanager
def nursery_of(
    *setup: str, isolated: bool = True, limits: Limits = LIMITS, **named: Any
) -> Iterator[Nursery]:
    """A nursery whose children serve the stand-in; without torch, unless `imports` has it."""
    nursery = Nursery(":serve", [SERVE, *setup], named.get("imports", []), sandbox=isolated, limits=limits)
    try:
        nursery.ready()
        yield nursery
    finally:
        nursery.close()


def listening(name: str) -> socket.socket:
    """A socket that listens under an abstract name on this machine."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(f"\0{name}-{os.getpid()}")
    server.listen()
    return server
