"""Grade a class: some submissions at a time, each recorded as soon as it is done."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from tqdm import tqdm

from genai_lab.grading.course import Course, CourseError, unit_in
from genai_lab.grading.crew import Crew
from genai_lab.grading.handed_in import Content, HandedIn, handed_in, is_text, look_into
from genai_lab.grading.normalise import normalise
from genai_lab.grading.pipeline import Pipeline, gradebook_url
from genai_lab.grading.record import Recorder
from genai_lab.grading.register import register
from genai_lab.grading.tables import Line
from genai_lab.grading.sandbox import available
from genai_lab.grading.session import Graded, unit_of
from genai_lab.grading.submission import UnreadableSubmission, explain, read_submission, why_unread


@dataclass(frozen=True)
class Run:
    """What one run of `grade` did; `current` are those whose earlier result still holds."""

    lines: list[Line]
    current: list[str]
    found: int
    workers: int
    seconds: float
    interrupted: bool

    @property
    def failed(self) -> bool:
        """Whether some submission has no outcome, for reasons that are not the student's."""
        return self.interrupted or any(line.outcome == "infrastructure" for line in self.lines)


@dataclass(frozen=True)
class _Prepared:
    """A submission on its way: the notebook that will run, as JSON, and what has to be recorded with it."""

    student: str
    origin: str
    flags: tuple[str, ...]
    timestamp: datetime | None
    notebook: str


def default_workers() -> int:
    """As many as there are cores for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade(
    course: Course,
    unit: str,
    *,
    students: Collection[str] = (),
    workers: int | None = None,
    force: bool = False,
    sandbox: bool = True,
    db_url: str | None = None,
) -> Run:
    """Grade what lies in submitted/<student>/<unit>/ into the gradebook and autograded/.

    Args:
        course: the course; its solutions/ say what the unit is.
        unit: the name of the unit.
        students: whose submissions; by default everybody's.
        workers: how many notebooks at a time; by default as many as there are cores.
        force: grade again what is unchanged since it was graded.
        sandbox: whether students' code is shut off from this machine.
        db_url: the gradebook; by default the one that the course is configured for.
    """
    began = time.perf_counter()
    path = unit_in(course.sources, unit) / f"{unit}.ipynb"
    missing = available() if sandbox else None
    if missing:
        raise CourseError(f"{missing} Or grade with --no-sandbox, where you trust who wrote the submissions.")
    found = handed_in(course, unit, students)
    content = path.read_bytes()
    source = nbformat.reads(content.decode(), as_version=4)
    url = gradebook_url(course, db_url)
    workers = workers or default_workers()
    with Crew(unit_of(unit, source), min(workers, len(found)), sandbox=sandbox) as crew:
        if force or not all(course.autograded(each.student, unit).exists() for each in found):
            crew.warm_up()
        released = register(course, unit, source, url)
        with (
            Recorder(course, unit, url) as recorder,
            tqdm(total=len(found), desc=unit, unit="submission", disable=None) as bar,
        ):
            digest = hashlib.sha256(content).hexdigest()
            grading = _Grading(unit, source, released, digest, recorder, crew, bar)
            interrupted = grading.run(found, 2 * workers, force)
    lines = sorted(grading.lines, key=lambda line: line.student)
    seconds = time.perf_counter() - began
    return Run(lines, grading.current, len(found), workers, seconds, interrupted)


def write_feedback(
    course: Course, unit: str, students: Sequence[str], db_url: str | None, log: Path
) -> list[str]:
    """Write each student's page, and return whose could not be written; one never stops the others."""
    log.parent.mkdir(parents=True, exist_ok=True)
    pipeline = Pipeline(course, unit, log, db_url)
    failed = []
    for student in tqdm(students, desc="feedback", unit="page", disable=None):
        try:
            pipeline.feedback(student)
        except CourseError:
            failed.append(student)
    return failed


class _Grading:
    """One run: the only thread that reads submissions and writes results, while the crew grades."""

    def __init__(
        self,
        unit: str,
        source: NotebookNode,
        released: NotebookNode,
        source_digest: str,
        recorder: Recorder,
        crew: Crew,
        bar: "tqdm[None]",
    ) -> None:
        self._unit, self._source, self._released, self._digest = unit, source, released, source_digest
        self._recorder, self._crew, self._bar = recorder, crew, bar
        self._running: dict[Future[Graded], _Prepared] = {}
        self.lines: list[Line] = []
        self.current: list[str] = []

    def run(self, found: Sequence[HandedIn], window: int, force: bool) -> bool:
        """Grade them, with a bounded number begun and not yet recorded; tell whether somebody stopped it."""
        try:
            for submission in found:
                while len(self._running) >= window:
                    self._finish_some()
                self._guarded(submission.student, partial(self._begin, submission, force))
            while self._running:
                self._finish_some()
        except KeyboardInterrupt:
            return True
        return False

    def _guarded(self, student: str, step: Callable[[], Line | None]) -> None:
        """One step for one student, whose failure, whatever it is, is a line of the table and no more."""
        try:
            line = step()
        except Exception as error:
            said = f"{type(error).__name__}: {error}".split("\n")[0][:200]
            line = Line(student, "infrastructure", flags=(said,))
        if line:
            self.lines.append(line)
            self._bar.update()

    def _begin(self, submission: HandedIn, force: bool) -> Line | None:
        """Read and normalise a submission and hand it to the crew, or record at once why that cannot be."""
        content = look_into(submission, self._unit, self._released)
        origin = f"{content.digest} {self._digest}"
        if not force and self._recorder.is_current(submission.student, origin):
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
        normalised = normalise(submitted, self._source)
        text = json.dumps(normalised.notebook)
        flags = (*content.flags, *normalised.flags)
        prepared = _Prepared(submission.student, origin, flags, content.timestamp, text)
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
        score = self._recorder.record(
            student, notebook, origin=origin, outcome="malformed", flags=flags, timestamp=content.timestamp
        )
        return Line(student, "malformed", score, flags)

    def _finish_some(self) -> None:
        """Wait until the crew has graded a notebook, and record it."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            prepared = self._running.pop(future)
            self._guarded(prepared.student, partial(self._record, prepared, future))

    def _record(self, prepared: _Prepared, future: "Future[Graded]") -> Line:
        graded = future.result()
        notebook = nbformat.reads(graded.notebook, as_version=4)
        flags = (*prepared.flags, *graded.flags)
        score = self._recorder.record(
            prepared.student,
            notebook,
            origin=prepared.origin,
            outcome=graded.outcome,
            flags=flags,
            timestamp=prepared.timestamp,
        )
        return Line(prepared.student, graded.outcome, score, flags, graded.seconds)
