"""What the tests of the coordinator put in the place of the real workplaces: nothing of a submission runs."""

import json
import re
import threading
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output

from genai_lab.grading.course import Course
from genai_lab.grading.session import Graded, WorkplaceError

from .conftest import UNIT, source_notebook


class StandInWorkplace:
    """Grades without running anything: an answer says `# earns 3`, or how the workplace shall fail.

    `# breaks NAME` breaks the workplace each time, and `# breaks once NAME` the first time that NAME is met.
    """

    def __init__(self, unit: Any, *, sandbox: bool = True) -> None:
        self.unit, self.sandbox, self.closed = unit, sandbox, False
        with LOCK:
            OPENED.append(self)

    def grade(self, notebook: str) -> Graded:
        """Give each test cell the points that the answer before it asks for."""
        assert not self.closed
        cells = nbformat.reads(notebook, as_version=4)
        outcomes, asked = {}, ""
        for cell in cells.cells:
            named = cell.metadata.get("nbgrader", {})
            if named.get("solution") and cell.cell_type == "code":
                asked = cell.source
            elif named.get("grade") and cell.cell_type == "code":
                self._break(asked)
                points = (re.findall(r"# earns (\S+)", asked) or ["0"])[0]
                cell.outputs = [new_output("execute_result", {"text/plain": points}, execution_count=1)]
                outcomes[named.grade_id] = "graded" if float(points) >= named.points else "wrong"
        return Graded(nbformat.writes(cells), outcomes, ("a flag",), {"student": 0.5, "total": 1.0})

    def close(self) -> None:
        """Remember it."""
        self.closed = True

    def _break(self, asked: str) -> None:
        for once, name in re.findall(r"# breaks (once )?(\w+)", asked):
            with LOCK:
                met = name in BROKEN
                BROKEN.add(name)
            if not (once and met):
                raise WorkplaceError(f"the machinery broke at {name}")


OPENED: list[StandInWorkplace] = []
BROKEN: set[str] = set()
LOCK = threading.Lock()


def hand_in(course: Course, student: str, answer: str, written: str = "An answer in words.") -> Path:
    """Put a submission into submitted/, with the text of both of its answers; return where it lies."""
    notebook = source_notebook()
    for cell in notebook.cells:
        if cell.id in ("gaussian_kl", "question"):
            cell.source = answer if cell.id == "gaussian_kl" else written
    path = course.submitted / student / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))
    return path


def earns(points: float) -> str:
    """An answer to which the stand-in gives so many points."""
    return f"def gaussian_kl(mu, logvar):\n    pass  # earns {points}"
