"""Disturbances of a run, each at a moment that a seed decides, as far as two processes that race allow."""

import contextlib
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from genai_lab.grading.course import Course
from tests.grading.chaos.command import QUIET, Command, Orphans, until
from tests.grading.chaos.roles import roles
from tests.submissions.unit import UNIT

LOCKED = 20.0  # seconds
# What a kill of the coordinator may wait for besides a time: a notebook is staged, points are being written,
# points are written and their notebook is not yet in its place.
_POINTS = ("a time", "a time", "staged", "transaction", "between")


class Disturbed:
    """A class that is graded while it is disturbed: it starts the command, again where that has ended."""

    def __init__(self, course: Course, orphans: Orphans, seed: int | str, *options: str) -> None:
        self.course, self.orphans, self.options = course, orphans, options
        self.random = random.Random(seed)
        self.story: list[str] = []
        self.command = Command(course, *options)

    def results(self) -> int:
        """How many notebooks are in their place."""
        folder = self.course.root / "autograded"
        return sum(1 for _ in folder.glob(f"*/{UNIT}/{UNIT}.ipynb"))

    def reach(self, number: int) -> None:
        """Run until so many results are there, and a moment longer."""

        def reached() -> bool:
            if self.results() >= number:
                return True
            if not self.command.runs:
                self.again()
            return False

        assert until(reached), f"{self.results()} results, not {number}: {self.tell()}"
        pause = self.random.uniform(0, 0.4)
        time.sleep(pause)
        self.story.append(f"{number} results + {pause:.2f} s:")

    def again(self) -> None:
        """Start the command anew, which must have ended in order."""
        self.check()
        self.story.append(f"(status {self.command.process.returncode}; again)")
        self.command.close()
        self.command = Command(self.course, *self.options)

    def check(self) -> None:
        """Whatever happened was told in sentences."""
        assert "Traceback" not in self.command.said, self.tell()

    def finish(self, most: int = 4) -> int:
        """Resume until all is recorded; how often the command had to be started for that."""
        for starts in range(most):
            if self.command.wait() == 0:
                self.check()
                return starts
            self.again()
        raise AssertionError(f"{self.results()} results after all: {self.tell()}")

    def close(self) -> None:
        """End the command, wherever it is."""
        self.command.close()

    def tell(self) -> str:
        """What happened, for whoever reads that a test failed."""
        said = self.command.said
        return f"{' '.join(self.story)}\n{said[said.find('Traceback') :][:3000]}\n...\n{said[-1500:]}"


def kill_the_coordinator(run: Disturbed, number: int) -> None:
    """Kill the command alone; all that it has started ends by itself."""
    run.reach(number)
    point = run.random.choice(_POINTS)
    if point != "a time" and not run.command.runs:
        run.again()
    run.story.append(f"the coordinator is killed at {point};")
    assert point == "a time" or until(lambda: not run.command.runs or _stopped_at(run, point), 60), run.tell()
    run.command.close()
    assert run.orphans.gone(), f"{QUIET} s later {run.orphans.left()} live: {run.tell()}"
    run.again()


def kill_a_worker(run: Disturbed, number: int) -> None:
    """Kill a warm process, or the judge's process of a notebook."""
    run.reach(number)
    _kill_one(run, "worker")


def kill_a_sandbox(run: Disturbed, number: int) -> None:
    """Kill a sandbox, or the student's process in it."""
    run.reach(number)
    _kill_one(run, "sandbox")


def lock_the_gradebook(run: Disturbed, number: int) -> None:
    """Hold the database for 20 seconds."""
    run.reach(number)
    run.story.append("the gradebook is locked;")
    with closing(sqlite3.connect(run.course.root / "gradebook.db", isolation_level=None)) as another:
        another.execute("pragma busy_timeout = 30000")
        another.execute("begin exclusive")
        time.sleep(LOCKED)
        another.execute("rollback")


def fill_the_disk(run: Disturbed, number: int) -> None:
    """Fill the disk of `autograded/`, and make room when the run has ended or some time has passed."""
    run.reach(number)
    patience = run.random.uniform(0.2, 6.0)
    run.story.append(f"the disk is full for {patience:.1f} s or until the run ends;")
    with full(run.course.root / "autograded"):
        until(lambda: not run.command.runs, patience)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Leave not a byte on a disk."""
    ballast = folder / "ballast"
    handle = os.open(ballast, os.O_CREAT | os.O_WRONLY)
    try:
        for size in (2**20, 2**12, 1):
            with contextlib.suppress(OSError):
                while True:
                    os.write(handle, bytes(size))
        yield
    finally:
        os.close(handle)
        ballast.unlink()


KINDS: dict[str, Callable[[Disturbed, int], None]] = {
    "coordinator": kill_the_coordinator,
    "worker": kill_a_worker,
    "sandbox": kill_a_sandbox,
    "lock": lock_the_gradebook,
    "disk": fill_the_disk,
}


def _kill_one(run: Disturbed, wanted: str) -> None:
    """Kill a process of a kind as soon as there is one; each role is as likely as the others."""
    found: dict[str, list[int]] = {}

    def some() -> bool:
        found.clear()
        for pid, role in roles(run.command.process.pid).items():
            if role.startswith(wanted):
                found.setdefault(role, []).append(pid)
        return bool(found)

    assert until(lambda: some() or not run.command.runs, 30, 0.001), f"nothing to kill: {run.tell()}"
    chosen = run.random.choice(sorted(found))
    with contextlib.suppress(ProcessLookupError):
        os.kill(run.random.choice(found[chosen]), signal.SIGKILL)
    run.story.append(f"{chosen} is killed;")


def _stopped_at(run: Disturbed, point: str) -> bool:
    """Whether the command is at a point of a recording just now; if so, it stays there."""
    if not _is_at(run, point):
        return False
    run.command.process.send_signal(signal.SIGSTOP)
    if _is_at(run, point):
        return True
    run.command.process.send_signal(signal.SIGCONT)
    return False


def _is_at(run: Disturbed, point: str) -> bool:
    writing = (run.course.root / "gradebook.db-journal").exists()
    if point == "transaction":
        return writing
    staged = [path.parts[-3] for path in (run.course.root / "autograded").glob(f"*/{UNIT}/.*.next")]
    if point == "staged":
        return bool(staged) and not writing
    return not writing and any(_has_points(run.course, student) for student in staged)


def _has_points(course: Course, student: str) -> bool:
    asked = "select 1 from submitted_assignment where student_id = ?"
    with closing(sqlite3.connect(course.root / "gradebook.db", timeout=0)) as book:
        try:
            return book.execute(asked, [student]).fetchone() is not None
        except sqlite3.OperationalError:  # a run is writing
            return False
