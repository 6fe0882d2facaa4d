"""What submissions achieve under nbgrader as it ships, each in a process of its own, which it may well kill.

    python -m tests.submissions.stock COURSE...

autogrades the submission of `student` in each COURSE and leaves its points by exercise in
COURSE/student.json; where there is no such file, no score came of it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from genai_lab.grading.pipeline import alembic_on_path
from tests.submissions import unit
from tests.submissions.edit import name_of

ROOT = Path(__file__).parents[2]


def gradebook() -> bytes:
    """A gradebook that knows the unit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        with alembic_on_path(), Gradebook(f"sqlite:///{path}", "") as book:
            book.add_assignment(unit.UNIT)
            book.add_notebook(unit.UNIT, unit.UNIT)
            for cell in unit.released(hidden=True).cells:
                if name_of(cell):
                    _register(book, name_of(cell), cell)
        return path.read_bytes()


def autograde(courses: Sequence[Path]) -> None:
    """Run nbgrader on the submission of `student` in each course."""
    command = [sys.executable, "-m", "tests.submissions.stock", *map(str, courses)]
    if bwrap := shutil.which("bwrap"):  # whatever is killed or left behind, it is of this run
        command = [
            bwrap, "--dev-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "--die-with-parent", *command
        ]  # fmt: skip
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=1200, check=True)


def points(course: Path) -> dict[str, float] | None:
    """What nbgrader gave, by exercise, or None where no score came of it."""
    found = course / "student.json"
    return json.loads(found.read_text()) if found.exists() else None


def _register(book: Any, name: str, cell: NotebookNode) -> None:
    meta, where = cell.metadata.nbgrader, (unit.UNIT, unit.UNIT)
    if meta.grade:
        book.add_grade_cell(name, *where, max_score=meta.points, cell_type=cell.cell_type)
    if meta.solution:
        book.add_solution_cell(name, *where)
    text = cell.source
    book.add_source_cell(
        name, *where, source=text, cell_type=cell.cell_type, locked=meta.locked, checksum=meta.checksum
    )


def _autograde(root: Path) -> None:
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = unit.UNIT
    config.Execute.timeout = 8
    config.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
    os.environ["HOME"] = str(root / "home")
    directory = CourseDirectory(config=config, student_id="student")
    Autograde(coursedir=directory, config=config).start()
    with Gradebook(directory.db_url, "") as book:
        grades = book.find_submission_notebook(unit.UNIT, unit.UNIT, "student").grades
        scored = [grade for grade in grades if grade.auto_score is not None]
        found = {grade.name.removeprefix("test_"): grade.score for grade in scored}
    (root / "student.json").write_text(json.dumps(found))


def _serve(courses: Sequence[str]) -> None:
    """A child for each course, two at a time."""
    running = 0
    for course in courses:
        if running == 2:
            os.wait()
            running -= 1
        if os.fork() == 0:
            try:
                _autograde(Path(course))
            finally:
                os._exit(0)
        running += 1
    for _ in range(running):
        os.wait()


if __name__ == "__main__":
    with alembic_on_path():
        _serve(sys.argv[1:])
