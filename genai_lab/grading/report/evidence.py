"""All that is known of a unit's submissions: the gradebook joined with the graded notebooks."""

import json
import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from tqdm import tqdm

from genai_lab.grading.course import Course, CourseError, unit_in
from genai_lab.grading.gradebook import open_gradebook
from genai_lab.grading.pipeline import gradebook_url
from genai_lab.grading.report.mistakes import known
from genai_lab.grading.report.results import Entry, Exercise, recorded_units, results
from genai_lab.grading.report.work import Work, read_work
from genai_lab.grading.verdict import label_of


@dataclass(frozen=True)
class Submission:
    """One student's: what the gradebook says and what the graded notebook says."""

    student: str
    name: str
    entry: Entry
    work: Work

    @property
    def shown(self) -> str:
        """Whom the instructor will talk to: the name, where the gradebook knows one, and the identifier."""
        return f"{self.name} ({self.student})" if self.name else self.student


@dataclass(frozen=True)
class Evidence:
    """A unit and its class.

    Args:
        unit: such as "01_first_models".
        exercises: in the notebook's order.
        submissions: students in alphabetical order.
        absent: who is in the gradebook and has handed in nothing.
        ungraded: whose submission lies in submitted/ and is not in the gradebook.
        stubs: what each answer was before anybody wrote it.
    """

    unit: str
    exercises: tuple[Exercise, ...]
    submissions: tuple[Submission, ...]
    absent: tuple[str, ...]
    ungraded: tuple[str, ...]
    stubs: Mapping[str, str]

    @property
    def out_of(self) -> float:
        """The points that the unit offers."""
        return sum(exercise.out_of for exercise in self.exercises)

    def at(self, submission: Submission, outcome: str) -> list[str]:
        """The exercises at which a submission came to an end, such as "timed out"."""
        outcomes = submission.work.outcomes
        return [each.name for each in self.exercises if outcomes.get(each.cell) == outcome]

    @property
    def median(self) -> float:
        """The points of the student in the middle of those who handed in."""
        return statistics.median(each.entry.points for each in self.submissions)


def units_with_results(course: Course, db_url: str | None = None) -> list[str]:
    """The units of which the gradebook holds submissions, in order."""
    with _session(course, db_url) as db:
        return recorded_units(db)


def gather(course: Course, unit: str, db_url: str | None = None) -> Evidence:
    """Read what is known of a unit.

    Raises:
        CourseError: if there is no such unit, or no submission of it is recorded.
    """
    cells = json.loads((unit_in(course.sources, unit) / f"{unit}.ipynb").read_bytes())["cells"]
    with _session(course, db_url) as db:
        found = results(db, unit)
    if found is None or not found.entries:
        raise CourseError(
            f"A report shows what is in the gradebook, and that holds no submission of {unit}: "
            f"grade the class first, with `genai-lab grade {unit}`."
        )
    sayings = known(cells)
    submissions = [
        Submission(
            student, found.names.get(student, ""), entry, read_work(course.autograded(student, unit), sayings)
        )
        for student, entry in tqdm(sorted(found.entries.items()), desc=unit, unit="notebook", disable=None)
    ]
    order = {label_of(cell).get("grade_id"): place for place, cell in enumerate(cells)}
    ungraded = _handed_in(course.submitted, unit) - found.entries.keys()
    return Evidence(
        unit,
        tuple(sorted(found.exercises, key=lambda exercise: order.get(exercise.cell, len(order)))),
        tuple(submissions),
        tuple(sorted(found.names.keys() - found.entries.keys() - ungraded)),
        tuple(sorted(ungraded)),
        found.stubs,
    )


def _handed_in(folder: Path, unit: str) -> set[str]:
    """Who has something for the unit in submitted/."""
    if not folder.is_dir():
        return set()
    students = (path for path in folder.iterdir() if not path.name.startswith("."))
    return {path.name for path in students if (path / unit).exists()}


@contextmanager
def _session(course: Course, db_url: str | None) -> Iterator[Any]:
    """The gradebook's session; a gradebook that is not there is not made."""
    url = gradebook_url(course, db_url)
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database and not Path(parts.database).is_file():
        raise CourseError(
            f"A report shows what is in the gradebook, and there is no {course.short(Path(parts.database))}: "
            "`genai-lab grade UNIT` makes it; another one is named by --db."
        )
    gradebook = open_gradebook(url, course.config().CourseDirectory.get("course_id", "default_course"))
    try:
        with gradebook.one_piece():
            yield gradebook.db
    finally:
        gradebook.close()
