"""What a class has become: points by cell, graded notebooks, grades.csv; and what should not be there."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from genai_lab.grading.course import Course
from genai_lab.grading.pipeline import Pipeline
from tests.submissions.unit import UNIT

JOURNAL = "genai_lab_journal"
_POINTS = """
select a.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
from grade g join base_cell c on g.cell_id = c.id join submitted_notebook n on g.notebook_id = n.id
join submitted_assignment a on n.assignment_id = a.id order by a.student_id, c.name
"""
# What nbgrader holds once for each student, or for each student and cell.
_ONCE = {
    "student": "select id from student",
    "submission": "select student_id from submitted_assignment",
    "notebook": "select assignment_id, notebook_id from submitted_notebook",
    "comment": "select notebook_id, cell_id from comment",
}


@dataclass(frozen=True)
class Evidence:
    """All that a class leaves behind, as far as it may not depend on what happened meanwhile."""

    points: dict[str, list[tuple[Any, ...]]]
    notebooks: dict[str, Any]
    files: list[str]
    csv: bytes


def of(course: Course, db_url: str | None = None) -> Evidence:
    """Look at a class whose grading is over."""
    pipeline = Pipeline(course, UNIT, course.root.parent / "export.log", db_url)
    points: dict[str, list[tuple[Any, ...]]] = {}
    for student, *row in query(pipeline.db_url, _POINTS):
        points.setdefault(student, []).append(tuple(row))
    folder = course.root / "autograded"
    notebooks = {path.parts[-3]: _lasting(path) for path in sorted(folder.glob(f"*/{UNIT}/{UNIT}.ipynb"))}
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    files = [name for name in files if name != f".{UNIT}.lock"]  # by which one run keeps another out
    return Evidence(points, notebooks, files, pipeline.export().read_bytes())


def doubled(course: Course, students: int, db_url: str | None = None) -> list[str]:
    """What the gradebook holds twice or not at all of what it should hold once for each student."""
    url = Pipeline(course, UNIT, course.root.parent / "export.log", db_url).db_url
    found = []
    for what, asked in {**_ONCE, JOURNAL: f"select student from {JOURNAL} where unit = '{UNIT}'"}.items():
        counts = Counter(query(url, asked))
        found += [f"{what} {row}: {count} times" for row, count in counts.items() if count > 1]
        if what != "comment" and len(counts) != students:
            found.append(f"{what}: {len(counts)} of {students}")
    return found


def query(db_url: str, asked: str) -> list[tuple[Any, ...]]:
    """The rows of a question to a gradebook."""
    with create_engine(db_url, poolclass=NullPool).connect() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def _lasting(path: Path) -> Any:
    """A graded notebook without what is measured anew in each run."""
    notebook = json.loads(path.read_bytes())
    for measured in ("seconds", "memory"):
        notebook["metadata"]["genai_lab"].pop(measured, None)
    return notebook
