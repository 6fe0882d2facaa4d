"""What the coordinator holds stays small, however many submissions there are and whatever they send.

Each figure comes from a process of its own, by the system's count: what a process has freed may still be
counted as its own, and would hide a later peak.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_output

from genai_lab.grading import sandbox, station
from genai_lab.grading.course import Course
from genai_lab.grading.grade import grade
from genai_lab.grading.session import Graded
from tests.submissions import unit
from tests.submissions.edit import answered, own
from tests.submissions.edit import hand_in as handed_in
from tests.submissions.load import NOTEBOOKS

from .conftest import UNIT
from .stand_in import StandInWorkplace, earns, hand_in

ROOT = Path(__file__).parents[2]
LONG_ONES, LONG = 60, 8 * 2**20  # notebooks, and the characters that each of them shows: 480 MB together
HELD = 240  # megabytes: some long notebooks at a time, far from all of them
MANY, MOST = 300, 300  # submissions, and megabytes above the start
NOTHING = 32  # megabytes that one more notebook may take for a moment, whatever it holds
# Of the catalogue, and one that floods where output is kept: in a cell.
HOSTILE = ("28_flood_of_output", "28_flood_past_python", "54_billion_elements")
FLOOD = "for _ in range(1_000):\n    print('x' * 10**6)\n'x' * 10**8"
RESET, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")

pytestmark = pytest.mark.skipif(not RESET.exists(), reason="reads a process's peak from /proc")
needs_sandbox = pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available()))


class Talkative(StandInWorkplace):
    """Returns notebooks that show a great deal."""

    def grade(self, notebook: str) -> Graded:
        """As the stand-in, with a long output in the first answer."""
        graded = super().grade(notebook)
        cells = nbformat.reads(graded.notebook, as_version=4)
        answer = next(cell for cell in cells.cells if cell.get("id") == "gaussian_kl")
        answer.outputs = [new_output("stream", name="stdout", text="x" * LONG)]
        return Graded(nbformat.writes(cells), graded.outcomes, graded.flags)


def megabytes(name: str) -> float:
    """A line of what the system says of this process's memory."""
    return int(STATUS.read_text().split(f"{name}:")[1].split()[0]) / 1024


def rise(course: Course, unit: str, **how: Any) -> dict[str, Any]:
    """Grade, and tell by how many megabytes that raised this process's memory at its peak."""
    RESET.write_text("5")  # the peak starts anew from here
    before = megabytes("VmRSS")
    run = grade(course, unit, workers=2, **how)
    risen = megabytes("VmHWM") - before
    return {"rise": risen, "outcomes": {line.student: line.outcome for line in run.lines}}


def grade_talkative(root: str) -> dict[str, Any]:
    """A class of which nothing runs, but for its first, with which all that grading needs is loaded."""
    station.Workplace, course = Talkative, Course(Path(root))
    grade(course, UNIT, students=["s00"], workers=1, sandbox=False)
    return rise(course, UNIT, sandbox=False)


def grade_all(root: str) -> dict[str, Any]:
    """A class, with all that grading takes."""
    return rise(Course(Path(root)), unit.UNIT)


def grade_hostile(root: str) -> dict[str, Any]:
    """What comes after an honest submission, with which all that grading needs is loaded."""
    course = Course(Path(root))
    grade(course, unit.UNIT, students=["honest"], workers=1)
    return rise(course, unit.UNIT, students=["flood", *HOSTILE])


def in_a_new_process(function: Any, course: Course) -> dict[str, Any]:
    """What a function of this file returns there."""
    code = (
        f"import json, sys; from {__name__} import {function.__name__} as run; "
        "print('', json.dumps(run(sys.argv[1])), sep='\\n')"
    )
    command = [sys.executable, "-c", code, str(course.root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def real(course: Course) -> Course:
    """A course whose unit is that of the catalogue in tests/submissions."""
    source = course.sources / unit.UNIT / f"{unit.UNIT}.ipynb"
    source.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(unit.source(), source)
    return course


def lay_down(course: Course, student: str, notebook: Any) -> None:
    path = course.submitted / student / unit.UNIT / f"{unit.UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


@pytest.mark.slow
def test_long_notebooks_are_not_held(course: Course) -> None:
    for number in range(LONG_ONES + 1):
        hand_in(course, f"s{number:02}", earns(4))
    told = in_a_new_process(grade_talkative, course)
    assert list(told["outcomes"].values()) == ["graded"] * LONG_ONES
    assert told["rise"] < HELD


@needs_sandbox
def test_floods_and_endless_answers_cost_the_coordinator_nothing(real: Course) -> None:
    lay_down(real, "honest", answered(unit.released(), unit.right()))
    for name in HOSTILE:
        lay_down(real, name, handed_in(NOTEBOOKS[name], unit.released(), unit.right()))
    flood = own(answered(unit.released(), unit.right()), FLOOD, before="bernoulli_mle")
    lay_down(real, "flood", flood)
    told = in_a_new_process(grade_hostile, real)
    assert set(told["outcomes"]) == {"flood", *HOSTILE}
    assert told["outcomes"]["flood"] == "graded"
    assert "infrastructure" not in told["outcomes"].values()
    assert told["rise"] < NOTHING


@needs_sandbox
@pytest.mark.slow
def test_many_real_submissions_are_not_held(real: Course) -> None:
    for number in range(MANY):
        lay_down(real, f"s{number:03}", answered(unit.released(), unit.right()))
    told = in_a_new_process(grade_all, real)
    assert list(told["outcomes"].values()) == ["graded"] * MANY
    assert told["rise"] < MOST
