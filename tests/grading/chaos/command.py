"""`genai-lab grade` as an instructor starts it: a process of its own, which a test may watch and kill."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from genai_lab.grading.course import Course
from tests.submissions.unit import UNIT

_SUBREAPER = 36
PATIENCE = 120.0  # seconds for anything that has to happen; a test that waits longer has failed
QUIET = 10.0  # seconds in which the family of a killed process has to be gone


class Command:
    """One call of `genai-lab grade`; `said` is what it printed so far."""

    def __init__(self, course: Course, *options: str) -> None:
        program = str(Path(sys.executable).with_name("genai-lab"))
        size = () if "--scheduler" in options else ("--workers", "2")
        # Not beside the course, whose disk may be full.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (close closes it)
        self.process = subprocess.Popen(
            [program, "grade", UNIT, *size, *options],
            cwd=course.root,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    @property
    def said(self) -> str:
        """What it printed so far."""
        if not self._log.closed:
            descriptor = self._log.fileno()
            self._said = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")
        return self._said

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """SIGKILL for this one process, if it runs, and not for what it has started."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._said = self.said
        self._log.close()


def until(true: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.01) -> bool:
    """Wait for something to become true; whether it did."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


class Orphans:
    """The processes that outlived whoever started them: all come to this process, whatever they did."""

    def __init__(self) -> None:
        self._before = {child.pid for child in psutil.Process().children(recursive=True)}

    def left(self) -> list[psutil.Process]:
        """Those that live; the dead are buried."""
        living = []
        for child in psutil.Process().children(recursive=True):
            if child.pid in self._before:
                continue
            try:
                if child.status() != psutil.STATUS_ZOMBIE:
                    living.append(child)
                elif child.ppid() == os.getpid():
                    os.waitpid(child.pid, os.WNOHANG)
            except (psutil.NoSuchProcess, ChildProcessError):
                continue
        return living

    def gone(self) -> bool:
        """Whether none lives, or none does within seconds."""
        return until(lambda: not self.left(), QUIET, 0.05)


@contextmanager
def adopting() -> Iterator[Orphans]:
    """Meanwhile no process can leave the family of this one; in the end none is left."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    orphans = Orphans()
    try:
        yield orphans
    finally:
        for process in orphans.left():
            process.kill()
        orphans.gone()
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)
