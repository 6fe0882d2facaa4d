"""The judge's process: it goes through a notebook, has the student's cells run, and gives the verdicts.

Test cells run here and nothing of the student's does: a name that a solution cell defines is fetched from
the student's process as plain data or as a `Remote`. A student's process that died or hangs is replaced by a
new one, in which all cells before run again but those that ended a process.
"""

import ast
import gc
import linecache
import math
import os
import signal
import socket
import time
import types
from dataclasses import dataclass
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

from genai_lab.grading import cells, withheld
from genai_lab.grading.link import Link
from genai_lab.grading.remote import ProcessEnded
from genai_lab.grading.warm import receive, send
from genai_lab.grading.wire import Wire

_MOST_REVIVALS = 4  # in one test cell
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
        self._revivals = 0
        self._testing = False
        self._troubles: dict[str, list[str]] = {}
        self._exercise = ""
        self._starting = 0.0
        self._ended: dict[str, str] = {}
        self._defines = {
            name: exercise for exercise, source in self._references.items() for name in _defined(source)
        }
        self.flags: list[str] = []
        self.outcomes: dict[str, str] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """Where the time went."""
        return {"start": self._starting, "student": self._link.seconds - self._starting}

    def grade(self, notebook: NotebookNode) -> None:
        """Run a notebook's cells and put the verdicts into it."""
        own = 0
        for cell in notebook.cells:
            tags = cell.metadata.get("tags", [])
            if cell.cell_type != "code" or "setup" in tags or "demo" in tags:
                continue
            if is_grade(cell) and not is_solution(cell):
                self._judge(cell)
                continue
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name is None:
                own += 1
            self._exercise = name if name in self._references else self._exercise
            self._run(cell, _Step(cell.source, name or f"your cell {own}", name))

    def _run(self, cell: NotebookNode, step: _Step) -> None:
        """Have a student's cell run."""
        self._set_deadline()
        self._revivals = 0
        try:
            ran = self._take(step)
        except ProcessEnded as ended:
            step.dead = True
            self._ended[step.name] = str(ended)
            cell.outputs = [_error("ProcessEnded", str(ended))]
        else:
            cell.outputs = [new_output("stream", name="stdout", text=ran["text"])] if ran["text"] else []
            if ran["shown"]:
                cell.outputs.append(new_output("execute_result", data={"text/plain": ran["shown"]}))
            if ran["failed"] is not None:
                said = f"{type(ran['failed']).__name__}: {ran['failed']}"
                self._ended[step.name] = f"the cell that should define it ended with {said}"
                cell.outputs.append(_error(type(ran["failed"]).__name__, str(ran["failed"])))
        self._steps.append(step)

    def _take(self, step: _Step) -> dict[str, Any]:
        """Run a step in the present process, with the library's own solution withheld."""
        self._withhold(step.withheld)
        linecache.cache[f"<{step.name}>"] = (
            len(step.source), None, step.source.splitlines(keepends=True), f"<{step.name}>"
        )  # fmt: skip
        ran = self._link.run(step.source, step.name)
        if ran["failed"] is not None:
            self._note(ran["failed"])
        return ran

    def _judge(self, cell: NotebookNode) -> None:
        """Run a test cell and leave one number or one error in it."""
        named = cell.metadata.nbgrader
        exercise = named.grade_id.removeprefix("test_")
        exercise = exercise if exercise in self._references else self._exercise
        self._exercise = exercise
        self._set_deadline()
        self._revivals = 0
        ran, missing = None, {}
        try:
            signal.setitimer(signal.ITIMER_REAL, max(0.01, self._link.deadline - time.monotonic()), 0.5)
            self._withhold(exercise if exercise in self._references else None)
            missing = self._fetch(cell.source)
            self._testing = True
            ran = cells.run(self._shell, cell.source, named.grade_id)
            error = ran.error
        except (ProcessEnded, TakesTooLong) as ended:
            error = ended
        finally:
            self._testing = False
            signal.setitimer(signal.ITIMER_REAL, 0)
        points, outputs = self._verdict(ran, error, float(named.points), missing)
        if exercise in self._link.used:
            points, outputs = 0.0, [_error("WithheldReference", _WITHHELD.format(name=exercise))]
            self.flags.append(f"uses genai_lab's own {exercise}")
        cell.outputs = outputs
        self.outcomes[named.grade_id] = self._outcome(exercise, points >= float(named.points))
        self._link.used.clear()
        if "out of memory" in self._troubles.get(exercise, []):
            self._link.disconnect()  # what it holds would be missing to the exercises that follow
        gc.collect()  # graphs and modules of this cell's, which the student's process need not keep either
        if points < float(named.points) and exercise in self._references:
            self._stand_in(exercise)

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
            except Exception as error:  # it is not what a check could use, such as a module of Python
                self._shell.user_ns.pop(name, None)
                missing[name] = f"{name} cannot be checked: {error}"
        return missing

    def _verdict(
        self, ran: cells.Ran | None, error: BaseException | None, most: float, missing: dict[str, str]
    ) -> tuple[float, list[NotebookNode]]:
        """The points, and the outputs from which nbgrader reads them."""
        said = [new_output("stream", name="stdout", text=ran.text)] if ran and ran.text else []
        if error is not None:
            text = missing.get(getattr(error, "name", None) or "", str(error))
            return 0.0, [*said, _error(type(error).__name__, text)]
        value = ran.value if ran else None
        # As nbgrader has it: a cell that ends in no number and raises nothing earns all.
        points = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else most
        if not (math.isfinite(points) and -1e-9 <= points <= most + 1e-6):
            text = f"A test cell ends in points from 0 to {most:g}; this one ended in {points}."
            return 0.0, [*said, _error("PointsError", text)]
        points = min(max(points, 0.0), most)
        return points, [*said, new_output("execute_result", data={"text/plain": repr(points)})]

    def _outcome(self, exercise: str, full: bool) -> str:
        troubles = self._troubles.get(exercise, [])
        return "graded" if full else next((how for how in _ORDER if how in troubles), "wrong")

    def _stand_in(self, exercise: str) -> None:
        """Give a failed exercise's name to its reference, so that no later exercise pays for it."""
        for step in self._steps:
            if step.name == exercise:
                step.dead = True
        step = _Step(self._references[exercise], exercise)
        self._steps.append(step)
        if self._link.alive:
            try:
                self._set_deadline()
                self._take(step)
            except ProcessEnded:
                pass  # the next process runs it

    def _withhold(self, name: str | None) -> None:
        self._withheld = name
        try:
            self._link.call(withheld.withhold, name)
        except ProcessEnded:
            raise
        except Exception as error:
            self._link.lost("tampered", f"your code changed what grades it ({error})")

    def interrupt(self, _: int, frame: types.FrameType | None) -> None:
        """End a test cell that is over its time, but not while it waits for the student's process or ours."""
        while self._testing and frame is not None:
            if frame.f_code in _WAITING:
                return
            frame = frame.f_back
        if self._testing:
            raise TakesTooLong("the check took longer than it may; look for a result that is far too large")

    def _set_deadline(self) -> None:
        self._link.deadline = min(time.monotonic() + self._limits["cell"], self._end)

    def _revive(self) -> None:
        """Connect to a new process and run there what ran before."""
        name = self._withheld
        while not self._link.alive:
            self._revivals += 1
            if self._revivals > _MOST_REVIVALS or time.monotonic() > self._end:
                raise ProcessEnded(
                    "timed out", "your code has ended its process too often, or is out of time"
                )
            begun = time.monotonic()
            send(self._host, {"say": "start"})
            _, connection = receive(self._host)
            assert connection is not None
            self._link.connect(Wire(connection))
            self._starting += time.monotonic() - begun
            for step in [step for step in self._steps if not step.dead]:
                try:
                    self._take(step)
                except ProcessEnded as ended:
                    step.dead = True
                    self._ended[step.name] = str(ended)
                    break
        self._withhold(name)

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
    notebook = nbformat.reads(job["notebook"], as_version=4)
    judge = Judge(connection, shell, job)
    signal.signal(signal.SIGALRM, judge.interrupt)
    judge.grade(notebook)
    seconds = judge.seconds
    send(connection, {
        "say": "done",
        # A lone surrogate, which JSON can say and no file can hold, becomes a question mark.
        "notebook": nbformat.writes(notebook).encode("utf-8", "replace").decode(),
        "outcomes": judge.outcomes,
        "flags": list(dict.fromkeys(judge.flags)),
        "seconds": seconds | {"judge": time.monotonic() - begun - sum(seconds.values())},
    })  # fmt: skip


def _error(name: str, text: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def _defined(source: str) -> list[str]:
    """The names that a solution gives a meaning to at its top level."""
    names: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [
                part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)
            ]
    return names
