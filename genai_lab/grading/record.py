"""The gradebook and autograded/: one writer, which stores a submission in one piece or not at all.

nbgrader's own `SaveAutoGrades` gives the points and keeps what a person has graded, and `AssignLatePenalties`
follows. The notebook in autograded/ is the journal: it is replaced last and says what it was made from, so
that a run that was cut off anywhere goes on where it stopped.
"""

import json
import logging
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from sqlalchemy.exc import OperationalError

from genai_lab.grading.course import Course, write_atomically
from genai_lab.grading.gradebook import open_gradebook

_ATTEMPTS = 3


@dataclass(frozen=True)
class Score:
    """What the gradebook holds for one submission; `waiting` written answers still need a person."""

    points: float
    out_of: float
    waiting: int


class _OnOpenGradebook:
    """Has a preprocessor use a gradebook that is open, in the place of one that it opens itself."""

    opened: Gradebook

    @property
    def gradebook(self) -> Gradebook:
        return self.opened

    @gradebook.setter
    def gradebook(self, another: Gradebook) -> None:
        another.close()


class _SaveAutoGrades(_OnOpenGradebook, SaveAutoGrades):  # type: ignore[misc]
    pass


class _AssignLatePenalties(_OnOpenGradebook, AssignLatePenalties):  # type: ignore[misc]
    pass


class Recorder:
    """The one writer of a unit's results. A context manager; the gradebook must know the unit already."""

    def __init__(self, course: Course, unit: str, db_url: str) -> None:
        self._course, self._unit, self._db_url = course, unit, db_url
        config = course.config()
        log = logging.Logger(__name__)
        log.addHandler(logging.NullHandler())  # what concerns the instructor is in the table
        self._gradebook = open_gradebook(db_url, config.CourseDirectory.get("course_id", "default_course"))
        self._steps = (_SaveAutoGrades(config=config, log=log), _AssignLatePenalties(config=config, log=log))
        for step in self._steps:
            step.opened = self._gradebook
        with self._gradebook.one_piece():
            notebook = self._gradebook.find_notebook(unit, unit)
            self._checksums = {str(cell.name): cell.checksum for cell in notebook.source_cells}
            rows = self._gradebook.db.query(SubmittedAssignment.student_id).join(Assignment)
            self._known = {str(row.student_id) for row in rows.filter(Assignment.name == unit)}

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def path(self, student: str) -> Path:
        """Where a student's graded notebook lies."""
        return self._course.autograded(student, self._unit)

    def is_current(self, student: str, origin: str) -> bool:
        """Whether the result of just this origin, a digest of all that went into it, is recorded already."""
        if student not in self._known:
            return False
        try:
            return bool(
                json.loads(self.path(student).read_bytes())["metadata"]["genai_lab"]["origin"] == origin
            )
        # Any program may have written there.
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return False

    def record(
        self,
        student: str,
        notebook: NotebookNode,
        *,
        origin: str,
        outcome: str,
        flags: tuple[str, ...],
        timestamp: datetime | None = None,
    ) -> Score:
        """Store one result; where that fails, the earlier one stays as it was, in the gradebook and on disk.

        Args:
            student: the name of the folder in submitted/.
            notebook: executed or, where the outcome is "malformed", what explains that to the student.
            origin: the digest that `is_current` asks for.
            outcome: one of session.OUTCOMES.
            flags: what the instructor should know.
            timestamp: when it was handed in, in UTC.
        """
        notebook.metadata.genai_lab = {"flags": list(flags), "outcome": outcome, "origin": origin}
        self._add_checksums(notebook)
        path = self.path(student)
        # In place before the gradebook changes, so that a full disk changes neither.
        staged = path.with_name(f".{path.name}.next")
        write_atomically(staged, (nbformat.writes(notebook, version=4) + "\n").encode())
        try:
            score = self._patiently(lambda: self._enter(student, notebook, outcome == "malformed", timestamp))
            os.replace(staged, path)
            if timestamp:
                # `nbgrader autograde` tells by this file whether something newer was handed in.
                write_atomically(path.with_name("timestamp.txt"), f"{timestamp} UTC\n".encode())
        finally:
            staged.unlink(missing_ok=True)
        self._known.add(student)
        return score

    def _enter(
        self, student: str, notebook: NotebookNode, malformed: bool, timestamp: datetime | None
    ) -> Score:
        """Write all that the gradebook holds of one submission."""
        gradebook, unit = self._gradebook, self._unit
        resources = {
            "nbgrader": {"student": student, "assignment": unit, "notebook": unit, "db_url": self._db_url}
        }
        save, penalise = self._steps
        with gradebook.one_piece(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they concern nbgrader's own use of its libraries
            gradebook.update_or_create_student(student)
            when = {"timestamp": timestamp} if timestamp else {}
            submission = gradebook.update_or_create_submission(unit, student, **when)
            if malformed:
                # As nbgrader does where no file was handed in: nothing is left for a person to grade.
                for grade in gradebook.find_submission_notebook(unit, unit, student).grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
                gradebook.db.commit()
            else:
                save.preprocess(notebook, resources)
            gradebook.db.expire_all()  # the sums of what was just written are read anew
            penalise.preprocess(notebook, resources)
            gradebook.db.expire_all()
            waiting = sum(
                bool(grade.needs_manual_grade) for each in submission.notebooks for grade in each.grades
            )
            points = submission.score - (submission.late_submission_penalty or 0)
            return Score(float(points), float(submission.max_score), waiting)

    def _patiently(self, enter: Callable[[], Score]) -> Score:
        """Try again where the database was busy for all of the minute that its driver waits."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return enter()
            except OperationalError:
                continue
        return enter()

    def _add_checksums(self, notebook: NotebookNode) -> None:
        """Those of the release, by which nbgrader tells an answer from a stub that nobody touched."""
        for cell in notebook.cells:
            named: dict[str, Any] = cell.metadata.get("nbgrader", {})
            if named.get("grade_id") in self._checksums:
                named["checksum"] = self._checksums[named["grade_id"]]
