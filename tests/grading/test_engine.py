"""nbgrader's own ways to grade, its command and the Formgrader's button, go through the same engine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from genai_lab.grading.course import Course
from genai_lab.grading.grade import grade
from genai_lab.grading.pipeline import Pipeline, gradebook_url
from genai_lab.grading.register import register
from genai_lab.grading.sandbox import available
from genai_lab.grading.station import HERE
from genai_lab.grading.submission import explain

from .conftest import SOLUTION, UNIT, source_notebook
from .stand_in import StandInWorkplace, earns, hand_in

RIGHT = SOLUTION.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION\n", "")


@pytest.fixture
def registered(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """The stand-in course, known to its gradebook; what was kept warm is closed at the end."""
    monkeypatch.setattr("genai_lab.grading.engine.available", lambda: None)
    source = nbformat.read(course.sources / UNIT / f"{UNIT}.ipynb", as_version=4)
    register(course, UNIT, source, gradebook_url(course))
    yield course
    HERE.rest()


def press_the_button(course: Course, student: str) -> dict[str, Any]:
    """What the Formgrader does for one student."""
    config = course.config()
    config.CourseDirectory.root = str(course.root)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    return dict(api.autograde(UNIT, student))


def scores(course: Course) -> dict[str, float]:
    with Pipeline(course, UNIT, course.root / "log").gradebook() as gradebook:
        return {one.student_id: one.score for one in gradebook.assignment_submissions(UNIT)}


@pytest.mark.filterwarnings("ignore")  # they concern nbgrader's own use of its libraries
def test_the_formgraders_button(registered: Course, stand_in: list[StandInWorkplace]) -> None:
    hand_in(registered, "ada", earns(4))
    hand_in(registered, "ben", earns(1))
    path = hand_in(registered, "hana", earns(4))
    nbformat.write(explain(source_notebook(), "essay.pdf", "it is a PDF", None), path)
    for student in ("ada", "ben", "hana"):
        done = press_the_button(registered, student)
        assert done["success"], done
    assert scores(registered) == {"ada": 4, "ben": 1, "hana": 0}
    assert len(stand_in) == 1  # kept warm from one notebook to the next
    assert not stand_in[0].closed
    path = registered.root / "autograded" / "hana" / UNIT / f"{UNIT}.ipynb"
    assert nbformat.read(path, as_version=4).cells[0].metadata.genai_lab.reason == "it is a PDF"
    HERE.rest()
    assert stand_in[0].closed


@pytest.mark.filterwarnings("ignore")
def test_an_edited_source_gets_a_new_workplace(registered: Course, stand_in: list[StandInWorkplace]) -> None:
    hand_in(registered, "ada", earns(4))
    press_the_button(registered, "ada")
    source = registered.sources / UNIT / f"{UNIT}.ipynb"
    source.write_text(source.read_text().replace("0.5 * (", "(0.5) * ("))
    assert press_the_button(registered, "ada")["success"]
    assert [workplace.closed for workplace in stand_in] == [True, False]


@pytest.mark.filterwarnings("ignore")
def test_without_a_sandbox_the_button_refuses(
    registered: Course, stand_in: list[StandInWorkplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_lab.grading.engine.available", lambda: "There is no sandbox.")
    hand_in(registered, "ada", earns(4))
    done = press_the_button(registered, "ada")
    assert not done["success"]
    assert "There is no sandbox. Or set c.Judge.sandbox = False" in done["log"]
    assert stand_in == []
    config = registered.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Judge.sandbox = False\n")
    assert press_the_button(registered, "ada")["success"]
    assert not stand_in[0].sandbox


@pytest.mark.skipif(available() is not None, reason=f"needs the sandbox: {available()}")
def test_nbgraders_command_gives_what_ours_gives(course: Course) -> None:
    """Both with the real engine: right, wrong in a named way, and with a test cell that was cut away."""
    hand_in(course, "ada", RIGHT)
    hand_in(course, "cleo", RIGHT.replace("0.5 * ", ""))
    path = hand_in(course, "dora", RIGHT)
    notebook = json.loads(path.read_text())
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test_gaussian_kl"]
    path.write_text(json.dumps(notebook))
    ours = {line.student: line.score.points for line in grade(course, UNIT).lines if line.score}
    assert ours == {"ada": 4, "cleo": 1, "dora": 4}
    with Pipeline(course, UNIT, course.root / "log").gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(UNIT):
            for written in submission.notebooks[0].grades:
                written.auto_score = None
        gradebook.db.commit()
    assert set(scores(course).values()) == {0}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", UNIT, "--force"],
        cwd=course.root,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert scores(course) == ours
