"""Grade a class: some submissions at a time, each recorded as soon as it is done."""

import contextlib
import fcntl
import hashlib
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from tqdm import tqdm

from genai_lab.grading.cluster import on_a_cluster
from genai_lab.grading.comparison import Change, Comparison
from genai_lab.grading.coordinator import Coordinator
from genai_lab.grading.course import Course, CourseError, unit_in
from genai_lab.grading.crew import on_this_machine
from genai_lab.grading.doctor.machine import cores
from genai_lab.grading.handed_in import handed_in
from genai_lab.grading.pipeline import Pipeline, gradebook_url
from genai_lab.grading.record import Recorder
from genai_lab.grading.register import register, released_of
from genai_lab.grading.sandbox import available
from genai_lab.grading.session import unit_of
from genai_lab.grading.tables import Line


@dataclass(frozen=True)
class Run:
    """What one run of `grade` did.

    Args:
        lines: what became of each submission that was graded.
        current: those whose earlier result still holds.
        found: how many there are.
        place: where they were graded, in words.
        seconds: how long it took.
        stopped: why it ended before all was done, if it did.
        changes: what would change, of a run that records nothing.
    """

    lines: list[Line]
    current: list[str]
    found: int
    place: str
    seconds: float
    stopped: str | None
    changes: list[Change] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether some submission has no outcome, for reasons that are not the student's."""
        return bool(self.stopped) or any(line.outcome == "infrastructure" for line in self.lines)


def grade(
    course: Course,
    unit: str,
    *,
    students: Collection[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    compare: bool = False,
    sandbox: bool = True,
    db_url: str | None = None,
) -> Run:
    """Grade what lies in submitted/<student>/<unit>/ into the gradebook and autograded/.

    A run that was cut off, however, is gone on with by the next one.

    Args:
        course: the course; its solutions/ say what the unit is.
        unit: the name of the unit.
        students: whose submissions; by default everybody's.
        workers: how many notebooks at a time on this machine; by default as many as there are cores.
        scheduler: the address of a Dask cluster, whose workers grade instead.
        force: grade again what is unchanged since it was graded.
        compare: record nothing; grade all again, and tell what would change.
        sandbox: whether students' code is shut off from the machine that it runs on.
        db_url: the gradebook; by default the one that the course is configured for.
    """
    began = time.perf_counter()
    path = unit_in(course.sources, unit) / f"{unit}.ipynb"
    missing = available() if sandbox and not scheduler else None
    if missing:
        raise CourseError(f"{missing} Or grade with --no-sandbox, where you trust who wrote the submissions.")
    found = handed_in(course, unit, students)
    content = path.read_bytes()
    source = nbformat.reads(content.decode(), as_version=4)
    url = gradebook_url(course, db_url)
    with contextlib.ExitStack() as stack:
        stack.enter_context(_alone(course, unit))
        # While its processes get warm, the gradebook learns of the unit.
        needed = unit_of(unit, source)
        if scheduler:
            crew = stack.enter_context(on_a_cluster(needed, scheduler, sandbox=sandbox))
        else:
            anything = (
                force or compare or not all(course.autograded(each.student, unit).exists() for each in found)
            )
            number = min(workers or cores(), len(found))
            crew = stack.enter_context(on_this_machine(needed, number, sandbox=sandbox, warm=anything))
        results: Comparison | Recorder
        if compare:
            released = released_of(course, unit)
            results = stack.enter_context(Comparison(course, unit, source, url))
        else:
            released = register(course, unit, source, url)
            results = stack.enter_context(Recorder(course, unit, url))
        bar = stack.enter_context(tqdm(total=len(found), desc=unit, unit="submission", disable=None))
        digest = hashlib.sha256(content).hexdigest()
        coordinator = Coordinator(unit, source, released, digest, results, crew, bar)
        stopped = coordinator.run(found, force=force)
    return Run(
        lines=sorted(coordinator.lines, key=lambda line: line.student),
        current=coordinator.current,
        found=len(found),
        place=crew.place,
        seconds=time.perf_counter() - began,
        stopped=stopped,
        changes=results.changes if isinstance(results, Comparison) else [],
    )


@contextlib.contextmanager
def _alone(course: Course, unit: str) -> Iterator[None]:
    """Let no second run write what this one writes. The lock of a run that was killed is free again."""
    path = course.root / "autograded" / f".{unit}.lock"
    try:
        path.parent.mkdir(exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise CourseError(
            f"Graded notebooks go to {path.parent}, and nothing can be written there ({error.strerror})."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"One run at a time grades a unit, and another one is grading {unit} here: wait for its end."
            ) from None
        yield


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
