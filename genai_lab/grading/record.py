"""The gradebook and autograded/: one writer, which stores a submission in one piece or not at all.

nbgrader's own `SaveAutoGrades` gives the points and keeps what a person has graded, and `AssignLatePenalties`
follows; the journal's entry belongs to the same transaction. The notebook waits beside its place and is moved
there last, so that a run that was cut off anywhere goes on where it stopped, and records nothing twice.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from sqlalchemy.exc import DBAPIError, OperationalError

from genai_lab.grading import journal, shelf
from genai_lab.grading.course import Course
from genai_lab.grading.gradebook import open_gradebook
from genai_lab.grading.journal import Entry
from genai_lab.grading.mend import quietly

_PAUSES = (1.0, 2.0, 4.0)  # seconds between two attempts to write


@dataclass(frozen=True)
class Score:
    """What the gradebook holds for one submission; `waiting` written answers still need a person."""

    points: float
    out_of: float
    waiting: int


@dataclass(frozen=True)
class Facts:
    """What goes into the journal and the notebook's metadata beside the points.

    Args:
        origin: a digest of all that the result came from.
        outcome: one of session.OUTCOMES.
        flags: what the instructor should know.
        timestamp: when it was handed in, in UTC.
        outcomes: those of the test cells, by name.
        seconds: where the time went.
        memory: the most that the student's process held, in bytes; 0 where nothing ran.
    """

    origin: str
    outcome: str
    flags: tuple[str, ...] = ()
    timestamp: datetime | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    memory: int = 0

    def noted(self) -> dict[str, Any]:
        """As it stands in the notebook."""
        return {
            "origin": self.origin,
            "outcome": self.outcome,
            "flags": list(self.flags),
            "outcomes": dict(self.outcomes),
            "seconds": {part: round(seconds, 4) for part, seconds in self.seconds.items()},
            "memory": self.memory,
            **({"timestamp": str(self.timestamp)} if self.timestamp else {}),
        }


class _SaveAutoGrades(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's own, on a gradebook that is open."""

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Enter each cell's points and comment."""
        named = resources["nbgrader"]
        self.notebook_id, self.assignment_id = named["notebook"], named["assignment"]
        self.student_id = named["student"]
        for number, cell in enumerate(notebook.cells):
            self.preprocess_cell(cell, resources, number)
        return notebook, resources


class _AssignLatePenalties(AssignLatePenalties):  # type: ignore[misc]
    """nbgrader's own, which puts a gradebook that is open in the place of the one that it opens itself."""

    opened: Gradebook

    @property
    def gradebook(self) -> Gradebook:
        return self.opened

    @gradebook.setter
    def gradebook(self, another: Gradebook) -> None:
        another.close()


class Recorder:
    """The one writer of a unit's results. A context manager; the gradebook must know the unit already."""

    def __init__(self, course: Course, unit: str, db_url: str) -> None:
        self._course, self._unit, self._db_url = course, unit, db_url
        config = course.config()
        log = logging.Logger(__name__)
        log.addHandler(logging.NullHandler())  # what concerns the instructor is in the table
        self._gradebook = open_gradebook(db_url, config.CourseDirectory.get("course_id", "default_course"))
        self._save = _SaveAutoGrades(config=config, log=log)
        self._penalise = _AssignLatePenalties(config=config, log=log)
        self._save.gradebook = self._penalise.opened = self._gradebook
        with self._gradebook.one_piece():
            notebook = self._gradebook.find_notebook(unit, unit)
            self._checksums = {str(cell.name): cell.checksum for cell in notebook.source_cells}
            self._last = journal.last_entries(self._gradebook.db(), unit)
            assignment = self._gradebook.find_assignment(unit)
            self._due = assignment.duedate
            rows = self._gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            rows = rows.filter(SubmittedAssignment.assignment_id == assignment.id)
            self._extensions = {str(row.student_id): row.extension for row in rows if row.extension}

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def path(self, student: str) -> Path:
        """Where a student's graded notebook lies."""
        return self._course.autograded(student, self._unit)

    def is_current(self, student: str, origin: str) -> bool:
        """Whether the result of just this origin, a digest of all that went into it, is recorded already.

        Where a run was cut off between the gradebook and the notebook, the notebook follows now.
        """
        last, path = self._last.get(student), self.path(student)
        if last is None or last.origin != self._in_full(student, origin):
            return False
        if shelf.entry_of(path) == last:
            return True
        if shelf.entry_of(shelf.staged(path)) != last:
            return False
        shelf.put_in_place(path)
        return True

    def record(self, student: str, notebook: NotebookNode, facts: Facts) -> Score:
        """Store one result; where that fails, the earlier one stays as it was, in the gradebook and on disk.

        Args:
            student: the name of the folder in submitted/.
            notebook: executed or, where the outcome is "malformed", what explains that to the student.
            facts: what is known of it besides.
        """
        number = self._last[student].number + 1 if student in self._last else 1
        facts = replace(facts, origin=self._in_full(student, facts.origin))
        entry = Entry(number, facts.origin)
        notebook.metadata.genai_lab = {**facts.noted(), "recording": number}
        self._add_checksums(notebook)
        path = self.path(student)
        staged = shelf.staged(path)
        try:
            # There before the gradebook changes, so that a full disk changes neither.
            shelf.write(staged, json.dumps(notebook, ensure_ascii=False) + "\n")
            score = self._patiently(lambda: self._enter(student, notebook, entry, facts))
        except DBAPIError:
            raise  # the database may have it or not: the next run can tell, and then needs the file
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        self._last[student] = entry
        shelf.put_in_place(path)
        return score

    def _in_full(self, student: str, origin: str) -> str:
        """What a result comes from: for a penalty, also when the submission was due."""
        return f"{origin} due {self._due} + {self._extensions.get(student)}" if self._due else origin

    def _enter(self, student: str, notebook: NotebookNode, entry: Entry, facts: Facts) -> Score:
        """Write all that the gradebook holds of one submission."""
        gradebook, unit = self._gradebook, self._unit
        resources = {
            "nbgrader": {"student": student, "assignment": unit, "notebook": unit, "db_url": self._db_url}
        }
        with gradebook.one_piece(), quietly():  # warnings concern nbgrader's own use of its libraries
            if journal.holds(gradebook.db(), unit, student, entry.number):
                # An earlier attempt lost its connection after all was stored.
                return _score(gradebook.find_submission(unit, student))
            gradebook.update_or_create_student(student)
            when = {"timestamp": facts.timestamp} if facts.timestamp else {}
            submission = gradebook.update_or_create_submission(unit, student, **when)
            if facts.outcome == "malformed":
                # As nbgrader does where no file was handed in: nothing is left for a person to grade.
                for grade in gradebook.find_submission_notebook(unit, unit, student).grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
                gradebook.db.commit()
            else:
                with self._settled(student, notebook):
                    self._save.preprocess(notebook, resources)
            self._read_anew()
            if submission.total_seconds_late > 0:
                self._penalise.preprocess(notebook, resources)
                self._read_anew()
            else:
                for each in submission.notebooks:
                    each.late_submission_penalty = None
            journal.write(gradebook.db(), unit, student, entry, facts.outcome)
            return _score(submission)

    def _read_anew(self) -> None:
        """Let the next questions see the sums of what was just written."""
        self._gradebook.db.flush()
        self._gradebook.db.expire_all()

    @contextmanager
    def _settled(self, student: str, notebook: NotebookNode) -> Iterator[None]:
        """Let stand what a person has decided about an answer that is still the same.

        nbgrader sends whatever somebody graded by hand back to be graded again, after each regrade.
        """
        known = student in self._last
        grades = known and self._gradebook.find_submission_notebook(self._unit, self._unit, student).grades
        settled = [one for one in grades or () if one.manual_score is not None and not one.needs_manual_grade]
        before = {one.name: one.auto_score for one in settled}
        earlier = shelf.texts_of(self.path(student)) if settled else {}
        yield
        now = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in notebook.cells}
        for one in settled:
            if one.auto_score == before[one.name] and (
                one.auto_score is not None or now[one.name] == earlier.get(one.name)
            ):
                one.needs_manual_grade = False
        self._gradebook.db.commit()

    def _patiently(self, enter: Callable[[], Score]) -> Score:
        """Try again where the database was busy for all of the minute that its driver waits, or went away."""
        for pause in _PAUSES:
            try:
                return enter()
            except OperationalError as error:
                if getattr(error.orig, "sqlite_errorname", "SQLITE_BUSY") != "SQLITE_BUSY":
                    raise
                time.sleep(pause)
        return enter()

    def _add_checksums(self, notebook: NotebookNode) -> None:
        """Those of the release, by which nbgrader tells an answer from a stub that nobody touched."""
        for cell in notebook.cells:
            named: dict[str, Any] = cell.metadata.get("nbgrader", {})
            if named.get("grade_id") in self._checksums:
                named["checksum"] = self._checksums[named["grade_id"]]


def _score(submission: SubmittedAssignment) -> Score:
    waiting = sum(bool(grade.needs_manual_grade) for each in submission.notebooks for grade in each.grades)
    points = submission.score - (submission.late_submission_penalty or 0)
    return Score(float(points), float(submission.max_score), waiting)
