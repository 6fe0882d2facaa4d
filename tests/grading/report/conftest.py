"""A class whose gradebook and graded notebooks are written as grading writes them, with nothing run."""

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from genai_lab.grading.course import Course
from genai_lab.grading.pipeline import gradebook_url
from genai_lab.grading.record import Facts, Recorder
from genai_lab.grading.register import register
from tests.grading.conftest import REPOSITORY, UNIT, source_notebook

NAMES = ("first_kl", "second_kl", "third_kl")
RIGHT = "def {name}(mu, logvar):\n    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)"
WRONG = "def {}(mu, logvar):\n    # {}\n    return (mu.square() + logvar.exp() - 1 - logvar).sum(-1)"
HALF = "Your values are twice the right ones everywhere: the factor 1/2 is missing."


def verdict(name: str, *problems: str | None) -> str:
    """What a test cell of two parts prints, as `checks.Exercise.points` does; None is a right part."""
    lines = [f"{name:<52}0 of 4"]
    for title, points, problem in zip(("the shape", "the right price"), (1, 3), problems, strict=True):
        lines.append(f"  {'✗' if problem else '✓'} {title:<48}{'0 of ' if problem else ''}{points}")
        if problem:
            lines.append(textwrap.indent(textwrap.fill(problem, 84, break_on_hyphens=False), 6 * " "))
    return "\n".join(lines) + "\n"


class AClass:
    """A course with a recorded class; its gradebook knows the unit already."""

    def __init__(self, root: Path) -> None:
        self.course = Course(root)

    def record(
        self,
        student: str,
        *points: float,
        said: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        written: str = "In my own words.",
        outcome: str = "wrong",
        **facts: Any,
    ) -> None:
        """Enter a submission with the points of its three exercises."""
        notebook = source_notebook(*NAMES)
        for cell in notebook.cells:
            if cell.id in NAMES:
                cell.source = (answers or {}).get(cell.id, RIGHT.format(name=cell.id))
            elif cell.id == "question":
                cell.source = written
        for name, earned in zip(NAMES, points, strict=True):
            _test(notebook, name).outputs = _outputs(
                (said or {}).get(name, verdict(name, None, None)), earned
            )
        with Recorder(self.course, UNIT, gradebook_url(self.course)) as recorder:
            recorder.record(student, notebook, Facts(f"of {student}", outcome, **facts))

    def path(self, student: str) -> Path:
        """Where a student's graded notebook lies."""
        return self.course.autograded(student, UNIT)

    def stub(self, name: str) -> str:
        """What an answer was before anybody wrote it."""
        with self.gradebook() as gradebook:
            return str(gradebook.find_source_cell(name, UNIT, UNIT).source)

    def gradebook(self) -> Any:
        """The gradebook, open; a context manager."""
        return Gradebook(gradebook_url(self.course), "genai_lab")


def _test(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == f"test_{name}")


def _outputs(text: str, points: float) -> Sequence[NotebookNode]:
    result = new_output("execute_result", {"text/plain": repr(float(points))}, execution_count=None)
    return [new_output("stream", name="stdout", text=text), result]


def _make(root: Path) -> AClass:
    """The stand-in course with three exercises."""
    (root / "solutions" / UNIT).mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    source = source_notebook(*NAMES)
    nbformat.write(source, root / "solutions" / UNIT / f"{UNIT}.ipynb")
    register(Course(root), UNIT, source, gradebook_url(Course(root)))
    return AClass(root)


def _mix(a_class: AClass) -> None:
    """Ada has all, Ben and Cleo half; Dora wrote nothing, Emil gave a PDF, Finn timed out, Gus nothing."""
    half = {"first_kl": verdict("first_kl", None, HALF), "second_kl": verdict("second_kl", HALF, HALF)}
    a_class.record("ada", 4, 4, 4, outcome="graded", seconds={"total": 0.5}, memory=300_000_000)
    for name in ("ben", "cleo"):
        answers = {"first_kl": WRONG.format("first_kl", f"my answer, {name} of class B")}
        a_class.record(name, 1, 0, 4, said=half, answers=answers, seconds={"total": 0.7}, memory=310_000_000)
    blank = {name: f"{name}   not written yet\n" for name in NAMES}
    a_class.record("dora", 0, 0, 0, said=blank, written=a_class.stub("question"))
    a_class.record("emil", 4, 4, 4, outcome="malformed", flags=("it is a PDF",))
    outcomes = {"test_third_kl": "timed out"}
    flags = ("timed out at third_kl", "test cell test_first_kl was edited")
    a_class.record(
        "finn", 4, 4, 0, outcome="timed out", outcomes=outcomes, flags=flags, seconds={"total": 31.0}
    )
    with a_class.gradebook() as gradebook:
        gradebook.update_or_create_student("gus", first_name="Gus", last_name="Grün")
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
    (a_class.course.submitted / "hana" / UNIT).mkdir(parents=True)
    (a_class.course.submitted / "hana" / UNIT / "kept").touch()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, alembic_version: str) -> dict[str, Path]:
    """Two courses to copy, as nbgrader takes its time to enter a unit: one without a class, one with."""
    root = tmp_path_factory.mktemp("courses")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbgrader.api.get_alembic_version", lambda: alembic_version)
        _make(root / "empty")
        shutil.copytree(root / "empty", root / "mixed")
        _mix(AClass(root / "mixed"))
    return {"empty": root / "empty", "mixed": root / "mixed"}


@pytest.fixture
def a_class(made: dict[str, Path], stand_in: list[Any], tmp_path: Path) -> AClass:
    """The stand-in course with three exercises; nobody has handed in yet."""
    return AClass(Path(shutil.copytree(made["empty"], tmp_path / "a course")))


@pytest.fixture
def mixed(made: dict[str, Path], stand_in: list[Any], tmp_path: Path) -> AClass:
    """Its class of eight, of whom each came to another end."""
    return AClass(Path(shutil.copytree(made["mixed"], tmp_path / "a course")))
