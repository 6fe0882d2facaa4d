"""A small course to release, start, collect and grade, independent of the real units."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import get_alembic_version

from genai_lab.grading.course import Course
from genai_lab.grading.pipeline import alembic_on_path

REPOSITORY = Path(__file__).parents[2]
UNIT = "01_stand_in"

SETUP = """\
import torch
from torch.distributions import Normal, kl_divergence

from genai_lab import checks
"""

SOLUTION = '''\
def gaussian_kl(mu, logvar):
    """KL divergence from N(mu, diag exp(logvar)) to N(0, I)."""
    ### BEGIN SOLUTION
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
    ### END SOLUTION
'''

TEST = """\
check = checks.exercise(gaussian_kl, points=4)
with check.part("one value for each example", 1):
    check.shape(gaussian_kl(torch.zeros(5, 3), torch.zeros(5, 3)), (5,))
### BEGIN HIDDEN TESTS
with check.part("the right price", 3):
    mu, logvar = torch.full((2, 7), 0.3), torch.full((2, 7), -0.2)
    truth = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(torch.zeros_like(mu), 1.0)).sum(-1)
    check.close(gaussian_kl(mu, logvar), truth, mistakes={"the factor 1/2 is missing": 2 * truth})
### END HIDDEN TESTS
check.points()
"""

DEMO = 'raise RuntimeError("a demo cell ran while it was graded")'
QUESTION = "Which costs more?\n\n### BEGIN SOLUTION\nTHE MODEL ANSWER\n### END SOLUTION"


def _cell(make: Any, source: str, name: str = "", *, tag: str = "", **graded: Any) -> Any:
    """A cell with a stable id and, where it has a name, nbgrader's metadata."""
    cell = make(source, id=name or tag)
    if tag:
        cell.metadata.tags = [tag]
    if graded:
        cell.metadata.nbgrader = {"schema_version": 3, "grade_id": name, "task": False, **graded}
    return cell


def source_notebook(*exercises: str) -> Any:
    """A unit with a cell of each kind: text, setup, solution, test, demo and a written question."""
    coding = []
    for name in exercises or ("gaussian_kl",):
        solution, test = (text.replace("gaussian_kl", name) for text in (SOLUTION, TEST))
        coding += [
            _cell(new_code_cell, solution, name, solution=True, grade=False, locked=False),
            _cell(new_code_cell, test, f"test_{name}", solution=False, grade=True, locked=True, points=4),
        ]
    notebook = new_notebook(
        cells=[
            _cell(new_markdown_cell, "# A stand-in unit", "title"),
            _cell(new_code_cell, SETUP, tag="setup"),
            *coding,
            _cell(new_code_cell, DEMO, tag="demo"),
            _cell(new_markdown_cell, QUESTION, "question", solution=True, grade=True, locked=False, points=2),
        ]
    )
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return notebook


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The stand-in course, its unit written but not yet released."""
    root = tmp_path / "a course"  # a space in a path is nothing unusual
    (root / "solutions" / UNIT).mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    nbformat.write(source_notebook(), root / "solutions" / UNIT / f"{UNIT}.ipynb")
    return Course(root)


@pytest.fixture(scope="session")
def alembic_version() -> str:
    """What nbgrader starts a program for, and waits seconds, whenever it makes a gradebook."""
    with alembic_on_path():
        return str(get_alembic_version())


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, alembic_version: str) -> list[Any]:
    """Let nothing of a submission run; the list is of all workplaces that were opened."""
    from .stand_in import BROKEN, OPENED, StandInWorkplace

    OPENED.clear()
    BROKEN.clear()
    monkeypatch.setattr("genai_lab.grading.station.Workplace", StandInWorkplace)
    monkeypatch.setattr("genai_lab.grading.grade.available", lambda: None)
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: alembic_version)
    return OPENED
