"""The coordinator of a run: it reads submissions, hands them to the crew, and records what comes back."""

import errno
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import nbformat
from nbformat import NotebookNode
from sqlalchemy.exc import InterfaceError, OperationalError
from tqdm import tqdm

from genai_lab.grading.crew import Crew
from genai_lab.grading.handed_in import Content, HandedIn, is_text, look_into
from genai_lab.grading.matching import places_of
from genai_lab.grading.mend import Reader
from genai_lab.grading.normalise import rebuilt
from genai_lab.grading.record import Facts, Score
from genai_lab.grading.session import Graded
from genai_lab.grading.submission import UnreadableSubmission, explain, read_submission, why_unread
from genai_lab.grading.tables import Line

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_ALONE = 30.0  # seconds without anybody who grades, until that is said


class Results(Protocol):
    """Where results go: into the gradebook, or beside it to be compared."""

    def is_current(self, student: str, origin: str) -> bool:
        """Whether there is nothing to do for a submission."""

    def record(self, student: str, notebook: NotebookNode, facts: Facts) -> Score:
        """Take one result."""


@dataclass(frozen=True)
class _Prepared:
    """A submission on its way: the notebook that will run, as JSON, and what has to be recorded with it."""

    student: str
    origin: str
    content: Content
    flags: tuple[str, ...]
    notebook: str


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
        self._places = places_of(source, Reader())
        self._results, self._crew, self._bar = results, crew, bar
        self._running: dict[Future[Graded], _Prepared] = {}
        self.lines: list[Line] = []
        self.current: list[str] = []

    def run(self, found: Sequence[HandedIn], *, force: bool) -> str | None:
        """Grade them, a bounded number begun and not yet recorded; why it stopped early, or None."""
        try:
            for submission in found:
                while len(self._running) >= max(2, 2 * self._crew.size()):
                    self._finish_some()
                self._guarded(submission.student, partial(self._begin, submission, force))
            while self._running:
                self._finish_some()
        except KeyboardInterrupt:
            return "somebody interrupted it"
        except _NoRecords as reason:
            return str(reason)
        return None

    def _guarded(self, student: str, step: Callable[[], Line | None]) -> None:
        """One step for one student, whose failure, whatever it is, is a line of the table and no more."""
        try:
            line = step()
        except Exception as error:
            said = f"{type(error).__name__}: {error}".split("\n")[0][:200]
            line = Line(student, "infrastructure", flags=(said,))
            reason = _why_nothing_more(error)
            if reason:
                self.lines.append(line)
                raise _NoRecords(reason) from error
        if line:
            self.lines.append(line)
            self._bar.update()

    def _begin(self, submission: HandedIn, force: bool) -> Line | None:
        """Read and normalise a submission and hand it to the crew, or record at once why that cannot be."""
        content = look_into(submission, self._unit, self._released)
        origin = f"{content.digest} {self._digest}"
        if not force and self._results.is_current(submission.student, origin):
            self.current.append(submission.student)
            self._bar.update()
            return None
        try:
            if content.unread is not None:
                raise UnreadableSubmission(content.unread)
            submitted = read_submission(content.notebook, self._released)
        except UnreadableSubmission as reason:
            return self._malformed(submission.student, content, origin, str(reason))
        unread = why_unread(submitted)
        if unread:  # `collect` could not read it, and wrote in a first cell what the student should know
            said = str(submitted.cells[0].source)
            return self._malformed(submission.student, content, origin, str(unread), said)
        normalised = rebuilt(submitted, self._places)
        text = json.dumps(normalised.notebook)
        flags = (*content.flags, *normalised.flags)
        prepared = _Prepared(submission.student, origin, content, flags, text)
        self._running[self._crew.submit(text)] = prepared
        return None

    def _malformed(
        self, student: str, content: Content, origin: str, reason: str, said: str | None = None
    ) -> Line:
        """Record 0 points, and the reason for the student to read."""
        flags = (*content.flags, reason)
        if not is_text(student):
            return Line(student, "malformed", flags=flags)
        kept = f"submitted/{student}/{self._unit}/{content.name}" if content.notebook else None
        notebook = explain(self._released, content.name, reason, kept)
        notebook.cells[0].source = said or notebook.cells[0].source
        facts = Facts(origin, "malformed", flags, content.timestamp)
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
            prepared = self._running.pop(future)
            self._guarded(prepared.student, partial(self._record, prepared, future))

    def _record(self, prepared: _Prepared, future: "Future[Graded]") -> Line:
        graded = future.result()
        notebook = nbformat.v4.reads(graded.notebook)  # the judge wrote it: nothing to check or convert
        facts = Facts(
            prepared.origin,
            graded.outcome,
            (*prepared.flags, *graded.flags),
            prepared.content.timestamp,
            graded.outcomes,
            graded.seconds,
            graded.memory,
        )
        score = self._results.record(prepared.student, notebook, facts)
        return Line(prepared.student, graded.outcome, score, facts.flags, graded.seconds)


def _why_nothing_more(error: Exception) -> str | None:
    """Why nobody else's result can be recorded either, where that is so."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"nothing can be written ({error.strerror})"
    if isinstance(error, OperationalError | InterfaceError):
        return f"the gradebook cannot be written ({str(error.orig).strip().splitlines()[0]})"
    return None
