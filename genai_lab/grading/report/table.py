"""The report as a table for a spreadsheet: a row for each student and unit."""

from collections.abc import Iterator, Sequence

from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.report.results import Exercise
from genai_lab.grading.spreadsheet import Value, as_csv

_HEAD = (
    "student", "name", "points", "out of", "penalty", "raw", "outcome", "flags", "seconds", "memory in MB",
    "waiting",
)  # fmt: skip


def table(units: Sequence[Evidence]) -> bytes:
    """The table as CSV; of several units each row names its own, and each exercise has a column."""
    several = len(units) > 1
    columns = [(each.unit, exercise) for each in units for exercise in each.exercises]
    named = [f"{unit}: {exercise.name}" if several else exercise.name for unit, exercise in columns]
    rows = ([each.unit, *row] if several else row for each in units for row in _rows(each, columns))
    return as_csv([*(["unit"] if several else []), *_HEAD, *named], rows)


def _rows(evidence: Evidence, columns: Sequence[tuple[str, Exercise]]) -> Iterator[list[Value]]:
    for each in evidence.submissions:
        own = (
            each.entry.scores.get(exercise.cell) if unit == evidence.unit else None
            for unit, exercise in columns
        )
        yield [*_about(evidence, each), *own]  # fmt: skip
    for outcome, students in (("nothing handed in", evidence.absent), ("not graded yet", evidence.ungraded)):
        for student in students:
            yield [student, *[None] * 5, outcome, *[None] * (4 + len(columns))]


def _about(evidence: Evidence, submission: Submission) -> list[Value]:
    entry, work = submission.entry, submission.work
    return [
        submission.student,
        submission.name,
        entry.points,
        evidence.out_of,
        entry.penalty,
        entry.raw,
        work.outcome,
        "; ".join(work.flags),
        round(work.seconds, 2) or None,
        round(work.memory / 1e6) or None,
        len(entry.waiting),
    ]
