"""A written answer is graded in nbgrader's Formgrader, in a headless Chromium, and the points stay."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_lab.grading.classroom import answer
from genai_lab.grading.course import CONFIG, Course
from genai_lab.grading.export import GradesExport
from genai_lab.grading.grade import grade, write_feedback
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.sandbox import available
from tests.notebooks import lab
from tests.submissions import unit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None, reason="needs playwright: pip install -e '.[browser]'"
    ),
    pytest.mark.skipif(lab.CHROMIUM is None, reason="needs a Chromium: none is on the path"),
]

CODE = sum(unit.POINTS.values())
COMMENT = "Say *which* direction of the divergence."
# What a student may write for whoever grades: it must not act there.
WRITTEN = (
    'The reverse one.\n\n<img src="x" onerror="window.acted = true"><script>window.acted = true</script>'
)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course in which Ada's answers are right, and graded; one written answer waits for a person."""
    course = Course(tmp_path)
    shutil.copy(Path(__file__).parents[2] / CONFIG, course.root)
    source = course.sources / unit.UNIT / f"{unit.UNIT}.ipynb"
    submitted = course.submitted / "ada" / unit.UNIT / source.name
    for path in (source, submitted):
        path.parent.mkdir(parents=True)
    source.write_text(json.dumps(unit.source()))
    submitted.write_text(json.dumps(answer(unit.released(), {**unit.right(), "question": WRITTEN})))
    # JupyterLab calls programs by their names, and Formgrader finds the course where it was started.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.chdir(course.root)
    regrade(course)
    return course


@pytest.fixture
def formgrader(course: Course) -> Iterator[Any]:
    """Ada's submission in the Formgrader, opened as an instructor opens it from JupyterLab's menu."""
    with lab.server(course.root) as url, lab.browser() as page:
        page.set_default_timeout(60_000)
        page.goto(f"{url}/lab?reset")
        page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        frame = page.frame_locator("iframe[src*='formgrader']")
        frame.get_by_role("link", name="Manual Grading").click()
        for link in (unit.UNIT, unit.UNIT, "Submission #1"):
            # The last link of a name is the table's; those before it say where one is.
            frame.locator("tbody").get_by_role("link", name=link).click()
        frame.locator("#question.needs_manual_grade").wait_for()
        yield frame
        page.screenshot(path=course.root / "formgrader.png")  # for people to look at


def regrade(course: Course) -> None:
    run = grade(course, unit.UNIT, workers=1, force=True, sandbox=available() is None)
    assert [line.outcome for line in run.lines] == ["graded"]


def entered(course: Course) -> tuple[float | None, str | None, float]:
    """What the gradebook holds: the points and the comment that a person gave, and the sum of all points."""
    with Pipeline(course, unit.UNIT, course.root / "nbgrader.log").gradebook() as gradebook:
        names = ("question", unit.UNIT, unit.UNIT, "ada")
        given = gradebook.find_grade(*names).manual_score
        return (
            given,
            gradebook.find_comment(*names).manual_comment,
            gradebook.find_submission(*names[2:]).score,
        )


def test_points_and_comment_stay_through_a_regrade_and_reach_the_student(
    course: Course, formgrader: Any
) -> None:
    assert entered(course) == (None, None, CODE)
    formgrader.get_by_text("The reverse one.").wait_for()
    assert not formgrader.locator("body").evaluate("() => Boolean(window.acted)")
    for place, text in (("#question", "1.5"), ("#question-comment", COMMENT)):
        formgrader.locator(place).fill(text)
        formgrader.locator(place).blur()  # a field that is left is saved
    formgrader.locator("#question:not(.needs_manual_grade)").wait_for()
    for _ in range(100):
        if entered(course)[1]:
            break
        formgrader.locator("body").evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert entered(course) == (1.5, COMMENT, CODE + 1.5)

    regrade(course)
    assert entered(course) == (1.5, COMMENT, CODE + 1.5)
    with Pipeline(course, unit.UNIT, course.root / "nbgrader.log").gradebook() as gradebook:
        GradesExport(to="grades.csv").export(gradebook)
    assert f",{CODE + 1.5},0.0,{CODE + 1.5},{CODE + 2}.0" in Path("grades.csv").read_text()
    assert write_feedback(course, unit.UNIT, ["ada"], None, course.root / "nbgrader.log") == []
    page = (course.root / "feedback" / "ada" / unit.UNIT / f"{unit.UNIT}.html").read_text()
    assert "Say <em>which</em> direction" in page
    assert f"Score: {CODE + 1.5} / {CODE + 2}.0" in page
    assert "onerror" not in page
