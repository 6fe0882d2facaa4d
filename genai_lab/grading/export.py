"""The class's grades as a file, by `nbgrader export`: the same grades, the same bytes.

nbgrader's own plugin leaves the order of the rows to the database and quotes nothing, so that a comma in a
name moves a grade into the next column.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from nbgrader.apps.baseapp import NbGrader
from nbgrader.plugins import CsvExportPlugin
from traitlets import Unicode

from genai_lab.grading.course import CourseError, write_atomically
from genai_lab.grading.lms import fill
from genai_lab.grading.spreadsheet import as_csv


class Row(NamedTuple):
    """One line of grades.csv, in nbgrader's columns; times are in UTC."""

    assignment: str
    duedate: datetime | None
    timestamp: datetime | None
    student_id: str
    last_name: str
    first_name: str
    email: str
    raw_score: float
    late_submission_penalty: float
    score: float
    max_score: float


class GradesExport(CsvExportPlugin):  # type: ignore[misc]
    """Write grades.csv, or the points of one unit into a file that an LMS exported.

    Both are `nbgrader export`, with its options `--to`, `--student` and `--assignment`; the second asks for
    `--GradesExport.template=FILE`.
    """

    template = Unicode(
        "",
        help="A gradebook of Canvas or a grading worksheet of Moodle, to fill with the points of one unit.",
    ).tag(config=True)
    column = Unicode(
        "", help="The title of the column to fill in it. [default: the unit's name; in Moodle: Grade]"
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; an expected error is a sentence, as everywhere."""
        try:
            content = self._filled(gradebook) if self.template else self._csv(gradebook)
            path = Path(self.to or (f"filled_{Path(self.template).name}" if self.template else "grades.csv"))
            write_atomically(path, content)
            self.log.info("Grades are in %s", path)
        except CourseError as error:
            if not isinstance(self.parent, NbGrader):
                raise
            self.parent.fail("%s", error)

    def _csv(self, gradebook: Gradebook) -> bytes:
        return as_csv(Row._fields, self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> list[Row]:
        """The rows that were asked for; by default all."""
        units = {str(assignment.name) for assignment in gradebook.assignments}
        students = {str(student.id) for student in gradebook.students}
        for known, asked in ((units, self.assignment), (students, self.student)):
            missing = sorted({str(one) for one in asked} - known)
            if missing:
                raise CourseError(
                    f"Only what the gradebook knows can be exported; it has no {', '.join(missing)}."
                )
            if asked:
                known &= {str(one) for one in asked}
        return [row for row in rows(gradebook) if row.assignment in units and row.student_id in students]

    def _filled(self, gradebook: Gradebook) -> bytes:
        """The LMS's file with the points of those who handed in, and a warning about everybody it lacks."""
        if len(self.assignment) != 1:
            raise CourseError(
                "A file of an LMS takes the points of one unit: name it, as in --assignment 01_first_models."
            )
        unit = str(self.assignment[0])
        one = SubmittedAssignment
        found = gradebook.db.query(one.student_id, one.needs_manual_grade).join(Assignment)
        waits = {str(student): bool(waits) for student, waits in found.filter(Assignment.name == unit)}
        points = {row.student_id: row.score for row in self._rows(gradebook) if row.student_id in waits}
        waiting = sorted(student for student in points if waits[student])
        path = Path(self.template)
        if not path.is_file():
            raise CourseError(f"A template is a file that your LMS exported; there is nothing at {path}.")
        out_of = float(gradebook.find_assignment(unit).max_score)
        filled = fill(path.read_bytes(), unit, points, out_of, self.column)
        self.log.info("%s of %s students are filled in", filled.count, len(points))
        for line in filled.told:
            self.log.warning("Not filled in: %s", line)
        if waiting:
            self.log.warning("A written answer still waits for a person: %s", ", ".join(waiting))
        return filled.content


def rows(gradebook: Gradebook) -> Iterator[Row]:
    """Every unit with every student, in alphabetical order; who handed in nothing has 0 points."""
    students = sorted(gradebook.students, key=lambda student: str(student.id))
    for assignment in sorted(gradebook.assignments, key=lambda assignment: str(assignment.name)):
        found = _submissions(gradebook, assignment)
        for student in students:
            timestamp, score, penalty = found.get(str(student.id), (None, 0.0, 0.0))
            yield Row(
                str(assignment.name),
                assignment.duedate,
                timestamp,
                str(student.id),
                student.last_name or "",
                student.first_name or "",
                student.email or "",
                score,
                penalty,
                max(0.0, score - penalty),
                float(assignment.max_score),
            )


def _submissions(
    gradebook: Gradebook, assignment: Assignment
) -> dict[str, tuple[datetime | None, float, float]]:
    """When each student handed in, the points and the penalty, from one query where nbgrader makes many."""
    one = SubmittedAssignment
    query = gradebook.db.query(one.student_id, one.timestamp, one.score, one.late_submission_penalty)
    return {
        str(student): (timestamp, float(score), float(penalty or 0.0))
        for student, timestamp, score, penalty in query.filter(one.assignment_id == assignment.id)
    }
