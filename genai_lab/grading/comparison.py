"""What a regrade would change, told before anything is recorded: `genai-lab grade --diff`."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Assignment, BaseCell, Grade, Student, SubmittedAssignment, SubmittedNotebook
from rich.table import Table
from rich.text import Text

from genai_lab.grading.course import Course, CourseError, write_atomically
from genai_lab.grading.gradebook import open_gradebook
from genai_lab.grading.names import printable
from genai_lab.grading.record import Facts, Score
from genai_lab.grading.spreadsheet import as_csv
from genai_lab.grading.tables import reason_of

_NAMED = 5  # students in a line of the table; the file has all


@dataclass(frozen=True)
class Change:
    """One exercise of one student whose points would change.

    Args:
        student: the name of the folder in submitted/.
        exercise: the name of the test cell, without its "test_".
        before: the points that are recorded; None where nothing is.
        after: the points that the tests give now.
        out_of: what the exercise is worth now.
        said: why points were lost, as the check told it then.
        says: the same, as the check tells it now.
        by_hand: whether a person gave other points, which stay as they are.
    """

    student: str
    exercise: str
    before: float | None
    after: float
    out_of: float
    said: str
    says: str
    by_hand: bool


class Comparison:
    """Takes results as `Recorder` does, and stores none. A context manager.

    Raises:
        CourseError: if nothing of the unit is recorded.
    """

    def __init__(self, course: Course, unit: str, source: NotebookNode, db_url: str) -> None:
        self._course, self._unit = course, unit
        self._worth = {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for cell in source.cells
            if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
        }
        self._recorded = _recorded(course, unit, db_url)
        self.changes: list[Change] = []
        if not self._recorded:
            raise CourseError(
                f"--diff compares with what is recorded, and of {unit} nothing is: record it without --diff."
            )

    def __enter__(self) -> "Comparison":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def is_current(self, student: str, origin: str) -> bool:
        """Never: all is graded again, as the library may have changed as well as the tests."""
        return False

    def record(self, student: str, notebook: NotebookNode, facts: Facts) -> Score:
        """Note what would change for one student."""
        cells = {} if facts.outcome == "malformed" else _test_cells(notebook)
        known, earlier = self._recorded.get(student, {}), self._earlier(student)
        total = 0.0
        for name, out_of in self._worth.items():
            after = float(utils.determine_grade(cells[name])[0]) if name in cells else 0.0
            before, by_hand = known.get(name, (None, False))
            total += after
            if before is None or abs(after - before) > 1e-9:
                said = reason_of(earlier, name) if earlier and before is not None else ""
                says = reason_of(notebook, name) if after < out_of else ""
                exercise = name.removeprefix("test_")
                self.changes.append(Change(student, exercise, before, after, out_of, said, says, by_hand))
        return Score(total, sum(self._worth.values()), 0)

    def _earlier(self, student: str) -> NotebookNode | None:
        path = self._course.autograded(student, self._unit)
        try:
            return nbformat.from_dict(json.loads(path.read_bytes()))
        # Any program may have written there.
        except (OSError, ValueError, RecursionError):
            return None


def changes_table(changes: Sequence[Change]) -> Table:
    """What a regrade would change: exercises and points by those to whom it happens, most students first."""
    alike: dict[tuple[str, float, float], list[Change]] = {}
    for change in changes:
        if change.before is not None:
            alike.setdefault((change.exercise, change.before, change.after), []).append(change)
    table = Table("exercise", "points", "students", "why", show_lines=True)
    for (exercise, before, after), those in sorted(alike.items(), key=lambda item: (-len(item[1]), item[0])):
        names = ", ".join(printable(change.student) for change in those[:_NAMED])
        more = f" and {len(those) - _NAMED} more" if len(those) > _NAMED else ""
        first = those[0]
        why = Text(f"then: {first.said or 'full points'}\nnow: {first.says or 'full points'}")
        if any(change.by_hand for change in those):
            why.append(f"\n{sum(change.by_hand for change in those)} graded by hand keep those points")
        points = Text(
            f"{before:g} → {after:g} of {first.out_of:g}", style="green" if after > before else "red"
        )
        table.add_row(Text(exercise), points, Text(f"{len(those)}: {names}{more}"), why)
    return table


def changes_summary(changes: Sequence[Change]) -> str:
    """How many gain and lose."""
    sums: dict[str, float] = defaultdict(float)
    for change in changes:
        if change.before is not None:
            sums[change.student] += change.after - change.before
    gain, lose = (sum(sign * each > 1e-9 for each in sums.values()) for sign in (1, -1))
    new = len({change.student for change in changes if change.before is None})
    sentence = f"Would gain points: {gain}; would lose some: {lose}. Nothing was recorded."
    return sentence + (f" Without an earlier result to compare with: {new}." if new else "")


def write_changes(course: Course, unit: str, changes: Sequence[Change]) -> Path:
    """All changes as a CSV file, a row each, in reports/."""
    path = course.root / "reports" / f"{unit}_diff.csv"
    rows = [astuple(change) for change in sorted(changes, key=lambda each: (each.exercise, each.student))]
    write_atomically(path, as_csv([field.name for field in fields(Change)], rows))
    return path


def _test_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if utils.is_grade(cell)}


def _recorded(course: Course, unit: str, db_url: str) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """What the tests gave so far, and whether a person gave something else, by student and test cell."""
    gradebook = open_gradebook(db_url, course.config().CourseDirectory.get("course_id", "default_course"))
    try:
        rows = (
            gradebook.db.query(Student.id, BaseCell.name, Grade.auto_score, Grade.manual_score)
            .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Assignment.name == unit)
        )
        found: dict[str, dict[str, tuple[float | None, bool]]] = defaultdict(dict)
        for student, name, points, by_hand in rows:
            found[str(student)][str(name)] = (points, by_hand is not None)
        return dict(found)
    finally:
        gradebook.close()
