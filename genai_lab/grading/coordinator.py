"""The coordinator of a run: it reads submissions, hands them to the crew, and records what comes back."""

import errno
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import nbformat
from nbformat import NotebookNode
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from tqdm import tqdm

from genai_lab.grading.crew import Crew, CrewLost
from genai_lab.grading.handed_in import Content, HandedIn, look_into
from genai_lab.grading.names import is_text
from genai_lab.grading.prepare import Pattern, Unread
from genai_lab.grading.record import Facts, Score
from genai_lab.grading.session import Graded
from genai_lab.grading.submission import explain
from genai_lab.grading.tables import Line

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_BEGUN = 2  # submissions for each who grades: one more, to go on with while the other is recorded
_ALONE = 30.0  # seconds without anybody who grades, until that is said


class Results(Protocol):
    """Where results go: into the gradebook, or beside it to be compared."""

    def is_current(self, student: str, origin: str) -> bool:
        """Whether there is nothing to do for a submission."""

    def record(self, student: str, notebook: NotebookNode, facts: Facts) -> Score:
        """Take one result."""


@dataclass(frozen=True)
class _Begun:
    """A submission that somebody grades: whose it is, and what it came from."""

    student: str
    origin: str
    content: Content


class _NoRecords(Exception):
    """Nothing more can be recorded: to go on grading would be in vain."""


class Coordinator:
    """One run: the only thread that reads submissions and writes results, while the crew grades.

    Args:
        unit: the name of the unit.
        source: its notebook in solutions/.
        released: the notebook that students got.
        source_digest: of the file in solutions/.
        results: where they go.
        crew: those who grade.
        bar: shows how far it is.
    """

    def __init__(
        self,
        unit: str,
        source: NotebookNode,
        released: NotebookNode,
        source_digest: str,
        results: Results,
        crew: Crew,
        bar: "tqdm[None]",
    ) -> None:
        self._unit, self._released, self._digest = unit, released, source_digest
        self._pattern = Pattern.of(source, released)
        self._results, self._crew, self._bar = results, crew, bar
        self._running: dict[Future[Graded | Unread], _Begun] = {}
        self.lines: list[Line] = []
        self.current: list[str] = []

    def run(self, found: Sequence[HandedIn], *, force: bool) -> str | None:
        """Grade them, a bounded number begun and not yet recorded; why it stopped early, or None."""
        try:
            for submission in found:
                while len(self._running) >= _BEGUN * max(1, self._crew.size()):
                    self._finish_some()
                self._guarded(submission.student, partial(self._begin, submission, force))
            while self._running:
                self._finish_some()
        except KeyboardInterrupt:
            return "somebody interrupted it"
        except (_NoRecords, CrewLost) as reason:
            return str(reason)
        return None

    def _guarded(self, student: str, step: Callable[[], Line | None]) -> None:
        """One step for one student, whose failure, whatever it is, is a line of the table and no more."""
        try:
            line = step()
        except Exception as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            said = f"{type(cause).__name__}: {cause}".split("\n")[0][:200]
            line = Line(student, "infrastructure", flags=(said,))
            reason = _why_nothing_more(error)
            if reason:
                self.lines.append(line)
                raise _NoRecords(reason) from error
        if line:
            self.lines.append(line)
            self._bar.update()

    def _begin(self, submission: HandedIn, force: bool) -> Line | None:
        """Hand a submission to the crew, or record at once why that cannot be."""
        content = look_into(submission, self._unit, self._released)
        origin = f"{content.digest} {self._digest}"
        if not force and self._results.is_current(submission.student, origin):
            self.current.append(submission.student)
            self._bar.update()
            return None
        if content.unread is not None:
            return self._malformed(_Begun(submission.student, origin, content), Unread(content.unread))
        future = self._crew.submit(self._pattern, content.notebook)
        self._running[future] = _Begun(submission.student, origin, content)
        return None

    def _malformed(self, begun: _Begun, unread: Unread) -> Line:
        """Record 0 points, and the reason for the student to read."""
        student, content = begun.student, begun.content
        flags = (*content.flags, unread.reason)
        if not is_text(student):
            return Line(student, "malformed", flags=flags)
        kept = f"submitted/{student}/{self._unit}/{content.name}" if content.notebook else None
        notebook = explain(self._released, content.name, unread.reason, kept)
        notebook.cells[0].source = unread.said or notebook.cells[0].source
        facts = Facts(begun.origin, "malformed", flags, content.timestamp)
        return Line(student, "malformed", self._results.record(student, notebook, facts), flags)

    def _finish_some(self) -> None:
        """Wait until the crew has graded a notebook, and record it."""
        done, _ = wait(self._running, timeout=_ALONE, return_when=FIRST_COMPLETED)
        if not done and not self._crew.size():
            self._bar.write(
                f"No worker is left on {self._crew.place}: start one, and the run goes on. Ctrl-C ends it, "
                "and what is recorded stays.",
                file=sys.stderr,
            )
        for future in done:
            begun = self._running.pop(future)
            self._guarded(begun.student, partial(self._record, begun, future))

    def _record(self, begun: _Begun, future: "Future[Graded | Unread]") -> Line:
        graded = future.result()
        if isinstance(graded, Unread):
            return self._malformed(begun, graded)
        notebook = nbformat.v4.reads(graded.notebook)  # the judge wrote it: nothing to check or convert
        facts = Facts(
            begun.origin,
            graded.outcome,
            (*begun.content.flags, *graded.flags),
            begun.content.timestamp,
            graded.outcomes,
            graded.seconds,
            graded.memory,
        )
        score = self._results.record(begun.student, notebook, facts)
        return Line(begun.student, graded.outcome, score, facts.flags, graded.seconds)


def _why_nothing_more(error: Exception) -> str | None:
    """Why nobody else's result can be recorded either, where that is so."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"nothing can be written ({error.strerror})"
    if isinstance(error, OperationalError | InterfaceError):
        return f"the gradebook cannot be written ({str(error.orig).strip().splitlines()[0]})"
    return None
