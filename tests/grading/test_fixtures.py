"""Exercises made to cross the boundary, right and wrong answers: one process and the judge agree on all."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade

from genai_lab.grading import sandbox, session
from genai_lab.grading.session import Workplace
from tests.grading.fixtures import contract
from tests.grading.fixtures.contract import EXERCISES, Answer

ROOT = Path(__file__).parents[2]
POINTS = {
    cell.metadata.nbgrader.grade_id.removeprefix("test_"): cell.metadata.nbgrader.points
    for cell in contract.source().cells
    if cell.metadata.get("nbgrader", {}).get("grade")
}
ROUNDS = contract.rounds()
PLACES = {answer: number for number, chosen in enumerate(ROUNDS) for answer in chosen.values()}
RIGHT = [answer for answer in PLACES if answer.kind == "right"]
WRONG = [answer for answer in PLACES if answer.kind == "mistake"]
SEEDS = range(20)


def path(answer: Answer) -> str:
    return f"{answer.exercise}/{answer.name}"


@pytest.fixture(scope="module")
def in_one_process() -> list[dict[str, tuple[float, str]]]:
    """The points and the feedback of each notebook's exercises, all in one process as in a kernel."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.grading.fixtures.one_process", "0"],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    return json.loads(finished.stdout)


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    """Where all notebooks are judged, one after the other; in the sandbox where there is one."""
    unit = session.unit_of(contract.UNIT, contract.source())
    with Workplace(unit, sandbox=sandbox.available() is None) as place:
        yield place


def judge(place: Workplace, chosen: Mapping[str, Answer], seed: int = 0) -> dict[str, tuple[float, str, str]]:
    """The points, the outcome and the feedback of each exercise of a notebook, from the judge."""
    graded = place.grade(nbformat.writes(contract.submission(chosen)), seed=seed)
    found = {}
    for cell in nbformat.reads(graded.notebook, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            name = cell.metadata.nbgrader.grade_id
            text = "".join(output.get("text") or output.get("evalue", "") for output in cell.outputs)
            found[name.removeprefix("test_")] = determine_grade(cell)[0], graded.outcomes[name], text
    return found


@pytest.fixture(scope="module")
def judged(place) -> Callable[[int], dict[str, tuple[float, str, str]]]:
    """What becomes of each notebook, of those that a test asks for."""
    return cache(lambda number: judge(place, ROUNDS[number]))


@pytest.mark.parametrize("answer", RIGHT, ids=path)
def test_a_right_answer_earns_all_points(answer: Answer, in_one_process):
    points, feedback = in_one_process[PLACES[answer]][answer.exercise]
    assert points == POINTS[answer.exercise], feedback


@pytest.mark.parametrize("answer", WRONG, ids=path)
def test_a_wrong_answer_loses_points(answer: Answer, in_one_process):
    points, feedback = in_one_process[PLACES[answer]][answer.exercise]
    assert points < POINTS[answer.exercise], f"{answer.remark}: keeps all points\n{feedback}"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_has_answers_enough(exercise: str):
    kinds = [answer.kind for answer in contract.answers(exercise)]
    assert kinds.count("right") >= 4
    assert kinds.count("mistake") >= 5
    assert set(kinds) == {"right", "mistake"}


@pytest.mark.parametrize(
    "answer", [*RIGHT, *(pytest.param(answer, marks=pytest.mark.slow) for answer in WRONG)], ids=path
)
def test_the_judge_gives_what_one_process_gives(answer: Answer, in_one_process, judged):
    expected, _ = in_one_process[PLACES[answer]][answer.exercise]
    points, outcome, feedback = judged(PLACES[answer])[answer.exercise]
    assert points == expected, feedback
    assert outcome == ("graded" if points == POINTS[answer.exercise] else "wrong")


@pytest.mark.slow
def test_an_exercise_keeps_its_points_beside_wrong_ones(judged):
    lost = {
        (number, name): feedback
        for number, chosen in enumerate(ROUNDS)
        for name, (points, _, feedback) in judged(number).items()
        if name not in chosen and points < POINTS[name]
    }
    assert not lost


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_judge_raises_no_false_alarm(seed: int, place):
    lost = []
    for chosen in ROUNDS:
        right = {name: answer for name, answer in chosen.items() if answer.kind == "right"}
        found = judge(place, right, seed) if right else {}
        lost += [(path(right[name]), found[name][2]) for name in right if found[name][0] < POINTS[name]]
    assert not lost
