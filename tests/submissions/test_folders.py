"""What lies in a student's folder, through `genai-lab grade`: a class in which each has another accident."""

import hashlib
import shutil
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from genai_lab.grading import sandbox
from genai_lab.grading.course import Course
from genai_lab.grading.grade import Run, grade
from tests.submissions import unit
from tests.submissions.edit import answered
from tests.submissions.load import FOLDERS

pytestmark = pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available()))
REPOSITORY = Path(__file__).parents[2]
PATIENCE_OF_STOCK = 5  # seconds for which SQLite waits for a lock by itself


@dataclass
class Class:
    """A course after one run over all the folders, and what was handed in before it."""

    course: Course
    run: Run
    digest: str


def honest() -> NotebookNode:
    return answered(unit.released(), unit.right())


def student(name: str) -> str:
    return getattr(FOLDERS[name], "STUDENT", name)


def folder(course: Course, who: str) -> Path:
    path = course.submitted / who / unit.UNIT
    path.mkdir(parents=True, exist_ok=True)
    return path


def points(course: Course, who: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_lab") as book:
        grades = book.find_submission_notebook(unit.UNIT, unit.UNIT, who).grades
        return {one.name.removeprefix("test_"): one.auto_score for one in grades if one.name != "question"}


def digest_of(root: Path) -> str:
    """Of all that was handed in, and of the solutions: no run changes it."""
    files = sorted(path for part in ("submitted", "solutions") for path in (root / part).rglob("*"))
    content = (path.read_bytes() if path.is_file() else b"" for path in files)
    return hashlib.sha256(b"".join([str(files).encode(), *content])).hexdigest()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = tmp_path_factory.mktemp("class") / "a course"
    course = Course(root)
    (root / "solutions" / unit.UNIT).mkdir(parents=True)
    nbformat.write(unit.source(), root / "solutions" / unit.UNIT / f"{unit.UNIT}.ipynb")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    nbformat.write(honest(), folder(course, "honest") / f"{unit.UNIT}.ipynb")
    for name, module in FOLDERS.items():
        module.lay_down(folder(course, student(name)), honest())
    before = digest_of(root)
    return Class(course, grade(course, unit.UNIT, workers=2), before)


@pytest.mark.parametrize("name", FOLDERS)
def test_it_gets_what_it_deserves(name: str, graded: Class) -> None:
    module = FOLDERS[name]
    if not hasattr(module, "again"):
        check(module, graded.course, graded.run, student(name))


def check(module: ModuleType, course: Course, run: Run, who: str) -> None:
    (line,) = [line for line in run.lines if line.student == who]
    expected = unit.POINTS | getattr(module, "EXPECTED", {})
    assert points(course, who) == expected, line
    assert line.outcome == getattr(module, "OUTCOME", "graded" if expected == unit.POINTS else "wrong")
    assert getattr(module, "FLAG", "") in " ".join(line.flags)
    assert (course.root / "autograded" / who / unit.UNIT / f"{unit.UNIT}.ipynb").is_file()


def test_nobody_else_pays(graded: Class) -> None:
    assert not graded.run.failed
    assert points(graded.course, "honest") == unit.POINTS
    assert {line.student for line in graded.run.lines} == {"honest", *map(student, FOLDERS)}
    assert digest_of(graded.course.root) == graded.digest


@pytest.mark.parametrize("name", [name for name, module in FOLDERS.items() if hasattr(module, "again")])
def test_handed_in_again(name: str, graded: Class) -> None:
    who = student(name)
    assert points(graded.course, who) == unit.POINTS
    FOLDERS[name].again(folder(graded.course, who), honest())
    run = grade(graded.course, unit.UNIT, workers=1)
    check(FOLDERS[name], graded.course, run, who)
    assert [line.student for line in run.lines] == [who], "what is unchanged is not graded again"


def test_53_database_locked_during_the_run(graded: Class) -> None:
    """Another program holds the gradebook for longer than SQLite waits by itself."""
    path = folder(graded.course, "patient") / f"{unit.UNIT}.ipynb"
    nbformat.write(honest(), path)
    lock = sqlite3.connect(graded.course.root / "gradebook.db", isolation_level=None, check_same_thread=False)
    lock.execute("begin exclusive")
    release = threading.Timer(PATIENCE_OF_STOCK + 2, lambda: (lock.rollback(), lock.close()))
    release.start()
    run = grade(graded.course, unit.UNIT, students=["patient"], workers=1)
    release.join()
    assert [(line.student, line.outcome) for line in run.lines] == [("patient", "graded")]
    assert points(graded.course, "patient") == unit.POINTS
