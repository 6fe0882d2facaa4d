"""The page of a class of a thousand, and the page in a browser."""

import copy
import importlib.util
import random
import re
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from genai_lab.grading.course import Course
from genai_lab.grading.pipeline import gradebook_url
from genai_lab.grading.record import Facts, Recorder
from genai_lab.grading.register import register
from genai_lab.grading.report.page import write_report
from tests.answers import kills
from tests.answers.kills import Answer
from tests.grading.conftest import REPOSITORY, UNIT
from tests.notebooks import lab

from .conftest import AClass, verdict

pytestmark = pytest.mark.slow
REAL = "06_variational_autoencoders"
SECONDS, MEGABYTES = 10, 300


def crowd(course: Course, n_students: int) -> None:
    """A class of a real unit, with real answers drawn by chance and the verdicts that they are told."""
    (course.sources / REAL).mkdir(parents=True)
    path = shutil.copy(REPOSITORY / "solutions" / REAL / f"{REAL}.ipynb", course.sources / REAL)
    source = nbformat.read(path, as_version=4)
    register(course, REAL, source, gradebook_url(course))
    draw = random.Random(0)
    answers: dict[str, list[Answer]] = {}
    for answer in kills.answers(REAL):
        answers.setdefault(answer.exercise, []).append(answer)
    with Recorder(course, REAL, gradebook_url(course)) as recorder:
        for number in range(n_students):
            notebook = submission(source, answers, draw)
            seconds, memory = {"total": draw.lognormvariate(0, 0.5)}, int(draw.lognormvariate(19.5, 0.2))
            flags = draw.choice([(), (), (), ("the nbgrader metadata is missing",)])
            facts = Facts("origin", "wrong", flags=flags, seconds=seconds, memory=memory)
            recorder.record(f"student{number:04}", notebook, facts)


def submission(source: NotebookNode, answers: dict[str, list[Answer]], draw: random.Random) -> NotebookNode:
    """The unit with an answer to each exercise, and what its test says."""
    notebook = copy.deepcopy(source)
    chosen = {name: draw.choice(several) for name, several in answers.items()}
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {})
        answer = chosen.get(label.get("grade_id", "").removeprefix("test_"))
        if answer and label.solution:
            cell.source = answer.text
        elif answer:
            right = answer.kind == "right"
            said = verdict(answer.exercise, None, None if right else f"Expected 1; got 2: {answer.remark}.")
            points = new_output(
                "execute_result", {"text/plain": f"{label.points * right:.1f}"}, execution_count=1
            )
            cell.outputs = [new_output("stream", name="stdout", text=said), points]
    return notebook


def test_a_thousand_students_take_ten_seconds(course: Course, stand_in: list[Any]):
    crowd(course, 1_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    html, _ = write_report(course, [REAL])
    seconds = time.process_time() - begun
    unit = 2**20 if sys.platform == "darwin" else 2**10
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit
    size = html.stat().st_size / 1e6
    print(f"\n1,000 students: {seconds:.1f} s, {megabytes:.0f} MB more, a page of {size:.1f} MB")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.skipif(
    importlib.util.find_spec("playwright") is None, reason="needs playwright: pip install -e '.[browser]'"
)
@pytest.mark.skipif(lab.CHROMIUM is None, reason="needs a Chromium: none is on the path")
@pytest.mark.parametrize("units", [1, 2])
def test_the_page_in_a_browser(mixed: AClass, tmp_path: Path, units: int):
    mixed.record("w" * 90, 4, 4, 4, seconds={"total": 9.0}, memory=10**9, flags=("y" * 200,))
    page, _ = write_report(mixed.course, [UNIT] * units, name="all" if units > 1 else None)
    for width, height in ((1280, 900), (390, 844)):
        with lab.browser(width=width, height=height) as tab:
            asked: list[str] = []
            said: list[str] = []
            listen(tab, asked, said)
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                tab.goto(page.as_uri())
                look(tab, width, scheme, units)
                tab.screenshot(path=tmp_path / f"{width}_{scheme}.png", full_page=True)
            assert set(asked) == {page.as_uri()}
            assert said == []


def listen(tab: Any, asked: list[str], said: list[str]) -> None:
    """Note what a page asks for and complains of."""
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))


def look(tab: Any, width: int, scheme: str, units: int) -> None:
    """Look at the page with everything unfolded."""
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") == "A"
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    paper, ink = (
        tab.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color")
    )
    assert (brightness(paper) > brightness(ink)) == (scheme == "light")
    plots = tab.locator("svg.plot").all()
    assert len(plots) == 2 * units
    assert all(plot.bounding_box()["width"] > 300 for plot in plots)


def brightness(colour: str) -> int:
    """The sum of red, green and blue."""
    return sum(map(int, re.findall(r"\d+", colour)[:3]))
