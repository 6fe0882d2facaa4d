"""What the gradebook holds of a unit, read with a few queries however large the class is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)


@dataclass(frozen=True)
class Exercise:
    """One row of points; `written` says that a person gives them."""

    cell: str
    out_of: float
    written: bool

    @property
    def name(self) -> str:
        """What students call it."""
        return self.cell.removeprefix("test_")


@dataclass
class Entry:
    """One student's submission in the gradebook.

    Args:
        notebook: the identifier in the formgrader's address of it.
        penalty: points that are taken off because it was late.
        scores: by exercise, as a person or else the tests gave them, extra credit included.
        waiting: the exercises that a person has still to grade.
    """

    notebook: str = ""
    penalty: float = 0.0
    scores: dict[str, float] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)

    @property
    def raw(self) -> float:
        """The sum of the points."""
        return sum(self.scores.values())

    @property
    def points(self) -> float:
        """What nbgrader exports: the sum without the penalty, never below 0."""
        return max(0.0, self.raw - self.penalty)


@dataclass(frozen=True)
class Results:
    """A unit in the gradebook: its exercises, everybody's name, the submissions, the answers' stubs."""

    exercises: tuple[Exercise, ...]
    names: Mapping[str, str]
    entries: Mapping[str, Entry]
    stubs: Mapping[str, str]


def recorded_units(db: Any) -> list[str]:
    """The units of which at least one submission is recorded."""
    rows = db.query(Assignment.name).join(SubmittedAssignment).distinct()
    return sorted(str(row.name) for row in rows)


def results(db: Any, unit: str) -> Results | None:
    """All of a unit, or None where the gradebook does not know it.

    Args:
        db: the gradebook's session.
        unit: its name.
    """
    assignment = db.query(Assignment.id).filter(Assignment.name == unit).one_or_none()
    if assignment is None:
        return None
    notebooks = [row.id for row in db.query(Notebook.id).filter(Notebook.assignment_id == assignment.id)]
    names = {
        str(row.id): " ".join(filter(None, (row.first_name, row.last_name)))
        for row in db.query(Student.id, Student.first_name, Student.last_name)
    }
    stubs = db.query(SourceCell.name, SourceCell.source).filter(SourceCell.notebook_id.in_(notebooks))
    return Results(
        _exercises(db, notebooks),
        names,
        _entries(db, assignment.id),
        {str(row.name): str(row.source or "") for row in stubs},
    )


def _exercises(db: Any, notebooks: list[str]) -> tuple[Exercise, ...]:
    def named(kind: Any, *columns: Any) -> Any:
        return db.query(kind.name, *columns).filter(kind.notebook_id.in_(notebooks))

    solutions = {str(row.name) for row in named(SolutionCell)}
    graded = [
        Exercise(str(row.name), float(row.max_score), str(row.name) in solutions)
        for row in named(GradeCell, GradeCell.max_score)
    ]
    tasks = [
        Exercise(str(row.name), float(row.max_score), True) for row in named(TaskCell, TaskCell.max_score)
    ]
    return tuple(sorted([*graded, *tasks], key=lambda exercise: exercise.cell))


def _entries(db: Any, assignment: str) -> dict[str, Entry]:
    submissions = db.query(SubmittedAssignment.student_id).filter(
        SubmittedAssignment.assignment_id == assignment
    )
    entries = {str(row.student_id): Entry() for row in submissions}
    rows = (
        db.query(
            SubmittedAssignment.student_id,
            SubmittedNotebook.id.label("notebook"),
            SubmittedNotebook.late_submission_penalty.label("penalty"),
            BaseCell.name,
            Grade.score,
            Grade.needs_manual_grade.label("waits"),
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(SubmittedAssignment.assignment_id == assignment)
    )
    for row in rows:
        entry = entries[str(row.student_id)]
        entry.notebook, entry.penalty = str(row.notebook), float(row.penalty or 0)
        entry.scores[str(row.name)] = float(row.score or 0)
        if row.waits:
            entry.waiting.add(str(row.name))
    return entries
