"""The judge's process: it goes through a notebook, has the student's cells run, and gives the verdicts.

Test cells run here and nothing of the student's does: a name that a solution cell defines is fetched from
the student's process as plain data or as a `Remote`. A student's process that died or hangs is replaced by a
new one, in which all cells before run again but those that ended a process.
"""

import base64
import contextlib
import gc
import json
import linecache
import marshal
import os
import signal
import socket
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from genai_lab.grading import cells, withheld
from genai_lab.grading.link import Link
from genai_lab.grading.mend import Reader
from genai_lab.grading.remote import ProcessEnded
from genai_lab.grading.verdict import (
    Cell,
    error,
    is_test,
    label_of,
    result,
    source_of,
    stream,
    text_of,
    verdict,
)
from genai_lab.grading.warm import receive, send
from genai_lab.grading.wire import Wire

_MOST_REVIVALS = 4  # in one test cell
_MOST_SHOWN = 2_000_000  # characters that all of a student's cells show
_ORDER = ("tampered", "crashed", "out of memory", "timed out")


class TakesTooLong(Exception):
    """A test cell, the student's part included, is over its time."""


@dataclass
class _Step:
    """A cell that the student's process has run, and runs again in the next one unless it ended a process."""

    source: str
    name: str
    withheld: str | None = None
    dead: bool = False
    ran: bool = False


class Judge:
    """Grades one notebook.

    Args:
        host: the connection to the workplace.
        shell: has run the setup.
        job: what `Workplace.grade` sent.
    """

    def __init__(self, host: socket.socket, shell: InteractiveShell, job: dict[str, Any]) -> None:
        self._host, self._shell = host, shell
        self._references: dict[str, str] = job["references"]
        self._limits: dict[str, float] = job["limits"]
        self._memory = job["memory"] / 2**30
        self._end = time.monotonic() + self._limits["notebook"]
        self._link = Link(self._revive, self._mourn, self._limits["call"])
        self._steps: list[_Step] = []
        self._withheld: str | None = None
        self._forfeits: dict[str, str] = job["forfeits"]
        self._revivals = 0
        self._testing = False
        self._troubles: dict[str, list[str]] = {}
        self._exercise = ""
        self._starting = 0.0
        self._ended: dict[str, str] = {}
        self._failed: set[str] = set()
        self._left = _MOST_SHOWN
        reader = Reader()
        self._defines = {
            name: exercise for exercise, source in self._references.items() for name in reader.names(source)
        }
        self.flags: list[str] = []
        self.outcomes: dict[str, str] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """Where the time went."""
        return {"start": self._starting, "student": self._link.seconds - self._starting}

    def grade(self, notebook: dict[str, Any]) -> None:
        """Run a notebook's cells and put the verdicts into it."""
        own = 0
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        tests = self._exercises_of([cell for cell in code if is_test(cell)])
        for cell in code:
            tags = cell["metadata"].get("tags", [])
            name = label_of(cell).get("grade_id")
            if "setup" in tags or "demo" in tags:
                continue
            own += name is None
            name = name or f"your cell {own}"
            send(self._host, {"say": "at", "cell": name})
            try:
                if is_test(cell):
                    exercises = tests.pop(name)
                    self._exercise = exercises[0] if exercises else self._exercise
                    self._judge(cell, name)
                    self._replace_failed(exercises, tests)
                else:
                    self._exercise = name if name in self._references else self._exercise
                    self._run(cell, _Step(source_of(cell), name, name if name in self._references else None))
            except Exception as problem:  # no answer may end the judge
                self._give_up(cell, name, f"{type(problem).__name__} {text_of(problem)}")

    def _exercises_of(self, tests: list[Cell]) -> dict[str, list[str]]:
        """What each test cell is about: the exercise that it is named after, or those that it alone uses."""
        names = [label_of(cell)["grade_id"] for cell in tests]
        named = {name.removeprefix("test_") for name in names} & self._references.keys()
        found = {}
        for cell, name in zip(tests, names, strict=True):
            read = (self._defines.get(word) for word in cells.names_read(self._shell, source_of(cell)))
            others = dict.fromkeys(exercise for exercise in read if exercise and exercise not in named)
            own = name.removeprefix("test_")
            found[name] = [own] if own in named else list(others)
        return found

    def _give_up(self, cell: Cell, name: str, why: str) -> None:
        """Go on after a cell that the judge itself stumbled over."""
        self.flags.append(f"the judge failed at {name}: {why[:200]}")
        cell["outputs"] = [error("JudgeError", f"This cell could not be graded: {why}")]
        if is_test(cell):
            self.outcomes[name] = "crashed"
        with contextlib.suppress(ProcessEnded):
            self._link.lost("crashed", why)

    def _run(self, cell: Cell, step: _Step) -> None:
        """Have a student's cell run."""
        self._revivals = 0
        try:
            with self._timed():
                self._require(step.name)
                ran = self._take(step)
        except (ProcessEnded, TakesTooLong) as ended:
            step.dead = True
            self._ended[step.name] = str(ended)
            cell["outputs"] = [error("ProcessEnded", str(ended))]
        else:
            text, shown = ran["text"][: self._left], ran["shown"][: self._left]
            self._left = max(0, self._left - len(text) - len(shown))
            cell["outputs"] = [stream(text)] if text else []
            if shown:
                cell["outputs"].append(result(shown))
            if ran["failed"] is not None:
                said = f"{type(ran['failed']).__name__}: {ran['failed']}"
                self._ended[step.name] = f"the cell that should define it ended with {said}"
                cell["outputs"].append(error(type(ran["failed"]).__name__, str(ran["failed"])))
        self._steps.append(step)

    def _take(self, step: _Step) -> dict[str, Any]:
        """Run a step in the present process, with the library's own solution withheld."""
        self._withhold(step.withheld)
        linecache.cache[f"<{step.name}>"] = (
            len(step.source), None, step.source.splitlines(keepends=True), f"<{step.name}>"
        )  # fmt: skip
        ran = self._link.run(step.source, step.name)
        step.ran = True
        if ran["failed"] is not None:
            self._note(ran["failed"])
        return ran

    def _judge(self, cell: Cell, name: str) -> None:
        """Run a test cell and leave one number or one error in it."""
        exercise, most = self._exercise, float(label_of(cell)["points"])
        self._revivals = 0
        ran, missing = None, {}
        try:
            with self._timed():
                self._require(name)
                self._withhold(exercise if exercise in self._references else None)
                missing = self._fetch(source_of(cell))
                ran = cells.run(self._shell, source_of(cell), name)
            raised = ran.error
        except (ProcessEnded, TakesTooLong) as ended:
            raised = ended
        points, cell["outputs"] = verdict(ran, raised, most, missing)
        if exercise in self._link.used:
            points, cell["outputs"] = 0.0, [error("WithheldReference", _WITHHELD.format(name=exercise))]
            self.flags.append(f"uses genai_lab's own {exercise}")
        self.outcomes[name] = self._outcome(exercise, points >= most)
        if points < most:
            self._failed.add(exercise)
        self._link.used.clear()
        if "out of memory" in self._troubles.get(exercise, []):
            self._link.disconnect()  # what it holds would be missing to the exercises that follow
        gc.collect()  # graphs and modules of this cell's, which the student's process need not keep either

    def _require(self, name: str) -> None:
        """Refuse a cell at which an earlier judge ended."""
        if name in self._forfeits:
            how = self._forfeits[name]
            self._troubles.setdefault(self._exercise, []).append(how)
            self.flags.append(f"{how} at {name}, and the judge with it")
            raise ProcessEnded(how, "this cell took more time or memory than grading may take")

    def _fetch(self, source: str) -> dict[str, str]:
        """Give the test cell the names that it uses and solution cells define; say why some are missing."""
        missing = {}
        for name in cells.names_read(self._shell, source):
            if name not in self._defines:
                continue
            try:
                self._shell.user_ns[name] = self._link.look_up(name)
            except NameError:
                self._shell.user_ns.pop(name, None)
                why = self._ended.get(self._defines[name])
                missing[name] = f"name {name!r} is not defined" + (f": {why}" if why else "")
            except ProcessEnded:
                raise
            except Exception as problem:  # it is not what a check could use, such as a module of Python
                self._shell.user_ns.pop(name, None)
                missing[name] = f"{name} cannot be checked: {problem}"
        return missing

    def _outcome(self, exercise: str, full: bool) -> str:
        troubles = self._troubles.get(exercise, [])
        return "graded" if full else next((how for how in _ORDER if how in troubles), "wrong")

    def _replace_failed(self, exercises: list[str], tests: dict[str, list[str]]) -> None:
        """Give failed exercises' names to their references, so that no later exercise pays for them."""
        if self._exercise in self._failed:
            self._failed |= set(exercises)
        later = {exercise for about in tests.values() for exercise in about}
        for exercise in self._failed - later:
            self._failed.discard(exercise)
            if exercise in self._references:
                self._stand_in(exercise)

    def _stand_in(self, exercise: str) -> None:
        for step in self._steps:
            if step.name == exercise:
                step.dead = True
        step = _Step(_without_text(self._references[exercise], exercise), exercise)
        self._steps.append(step)
        if self._link.alive:
            # Where it fails, the next process runs it.
            with contextlib.suppress(ProcessEnded, TakesTooLong), self._timed():
                self._take(step)

    def _withhold(self, name: str | None) -> None:
        self._withheld = name
        try:
            self._link.call(withheld.withhold, name)
        except ProcessEnded:
            raise
        except Exception as problem:
            self._link.lost("tampered", f"your code changed what grades it ({problem})")

    def interrupt(self, _: int, frame: types.FrameType | None) -> None:
        """End a test cell that is over its time, but not while it waits for the student's process or ours."""
        while self._testing and frame is not None:
            if frame.f_code in _WAITING:
                return
            frame = frame.f_back
        if self._testing:
            raise TakesTooLong("the check took longer than it may; look for a result that is far too large")

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        """Give one cell its time, here and in the student's process."""
        self._set_deadline(min(time.monotonic() + self._limits["cell"], self._end))
        self._testing = True
        try:
            yield
        finally:
            self._testing = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _set_deadline(self, deadline: float) -> None:
        self._link.deadline = deadline
        signal.setitimer(signal.ITIMER_REAL, max(0.01, deadline - time.monotonic()), 0.5)

    def _revive(self) -> None:
        """Connect to a new process and run there what ran before, which takes nothing off the cell's time."""
        name, deadline, begun = self._withheld, self._link.deadline, time.monotonic()
        while not self._link.alive:
            self._revivals += 1
            if self._revivals > _MOST_REVIVALS or begun > deadline or time.monotonic() > self._end:
                raise ProcessEnded(
                    "timed out", "your code has ended its process too often, or is out of time"
                )
            started = time.monotonic()
            send(self._host, {"say": "start"})
            _, connection = receive(self._host)
            assert connection is not None
            self._link.connect(Wire(connection))
            self._starting += time.monotonic() - started
            for step in [step for step in self._steps if not step.dead]:
                self._link.deadline = min(time.monotonic() + self._limits["cell"], self._end)
                try:
                    self._take(step)
                except ProcessEnded as ended:
                    # What ran through before is not what hangs.
                    step.dead = not (step.ran and ended.how == "timed out")
                    self._ended[step.name] = str(ended)
                    break
        self._withhold(name)
        self._set_deadline(min(deadline + time.monotonic() - begun, self._end))

    def _mourn(self, how: str, text: str) -> tuple[str, str]:
        """Say how a process was lost, and see to it that it is gone."""
        send(self._host, {"say": "lost", "patience": 1.0 if how == "crashed" else 0.0})
        ended = receive(self._host)[0]["ended"]
        if how == "crashed" and ended == "memory":
            how, text = "out of memory", f"your code needed more than the {self._memory:g} GB that it may use"
        elif how == "crashed":
            text += f" ({ended})" if ended else ""
        self._troubles.setdefault(self._exercise, []).append(how)
        self.flags.append(f"{how} at {self._exercise or 'the beginning'}")
        return how, text

    def _note(self, error: BaseException) -> None:
        if isinstance(error, MemoryError) or "allocate memory" in str(error):
            self._troubles.setdefault(self._exercise, []).append("out of memory")


_WAITING = (Link.ask.__code__, Judge._revive.__code__, Judge._mourn.__code__)
_WITHHELD = (
    "Your answer calls genai_lab's own {name}. This exercise asks you to write it yourself, so it earns no "
    "points."
)


def serve(connection: socket.socket, shell: InteractiveShell) -> None:
    """The life of a judge's process: grade the one notebook that comes, and send it back."""
    job, _ = receive(connection)
    connection.settimeout(None)
    begun = time.monotonic()
    os.environ["GENAI_LAB_CHECK_SEED"] = str(job["seed"])
    notebook = json.loads(job["notebook"])
    judge = Judge(connection, shell, job)
    signal.signal(signal.SIGALRM, judge.interrupt)
    judge.grade(notebook)
    seconds = judge.seconds
    send(connection, {
        "say": "done",
        # A lone surrogate, which JSON can say and no file can hold, becomes a question mark.
        "notebook": json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace").decode(),
        "outcomes": judge.outcomes,
        "flags": list(dict.fromkeys(judge.flags)),
        "seconds": seconds | {"judge": time.monotonic() - begun - sum(seconds.values())},
    })  # fmt: skip


def _without_text(source: str, name: str) -> str:
    """A cell that runs a solution without holding its text, for a student's next cell to print."""
    code = base64.b85encode(marshal.dumps(compile(source, f"<{name}>", "exec"))).decode()
    return f"exec(__import__('marshal').loads(__import__('base64').b85decode({code!r})))"
