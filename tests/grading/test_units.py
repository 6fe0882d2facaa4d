"""The units' own answers under the judge: what each earns is what it earns in one process."""

import itertools
from collections.abc import Iterator, Mapping
from functools import cache

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_solution

from genai_lab.grading import sandbox
from genai_lab.grading.normalise import normalise
from genai_lab.grading.session import Workplace, unit_of
from tests.answers import kills
from tests.answers.bench import ROOT, UNITS
from tests.answers.kills import Answer

SEEDS = range(20)
# Wrong answers that get other points under the judge than in one process, and the rule that is the reason.
OTHERWISE = {
    "04_autoencoders/outlier_scores/wrong_gradients_off": "no answer changes the judge's settings",
    "04_autoencoders/Classifier/wrong_linear_in_call": "a lazy layer without parameters does not cross",
    "05_latent_variables/naive_log_evidence/wrong_mean_of_logs": "by other draws one part more fails",
    "06_variational_autoencoders/reparameterize/wrong_in_place": "a change in place arrives without a graph",
    "06_variational_autoencoders/VAE/wrong_no_module": "only modules hand on gradients of parameters",
}


@cache
def source(unit: str) -> NotebookNode:
    return nbformat.read(ROOT / "solutions" / unit / f"{unit}.ipynb", as_version=4)


def rounds(unit: str, *, right: bool) -> list[dict[str, Answer]]:
    """Notebooks that together hold all right, or all wrong, answers of a unit: one an exercise in each."""
    by_exercise: dict[str, list[Answer]] = {}
    for answer in kills.answers(unit):
        if (answer.kind == "right") is right:
            by_exercise.setdefault(answer.exercise, []).append(answer)
    rows = itertools.zip_longest(*by_exercise.values())
    return [{answer.exercise: answer for answer in row if answer} for row in rows]


@pytest.fixture(scope="module", params=UNITS)
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, Workplace]]:
    """Where the notebooks of a unit are judged; in the sandbox where there is one."""
    unit = request.param
    with Workplace(unit_of(unit, source(unit)), sandbox=sandbox.available() is None) as opened:
        yield unit, opened


def judge(
    place: tuple[str, Workplace], chosen: Mapping[str, Answer], seed: int
) -> dict[str, tuple[float, str]]:
    """The points and the feedback of these exercises of a notebook that holds no answers but these."""
    unit, opened = place
    submitted = nbformat.from_dict(source(unit))
    for cell in submitted.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_solution(cell) and cell.cell_type == "code":
            cell.source = chosen[name].text if name in chosen else "raise NotImplementedError()"
    graded = opened.grade(nbformat.writes(normalise(submitted, source(unit)).notebook), seed=seed)
    found = {}
    for cell in nbformat.reads(graded.notebook, as_version=4).cells:
        label = cell.metadata.get("nbgrader", {})
        name = label.get("grade_id", "").removeprefix("test_")
        if cell.cell_type == "code" and label.get("grade") and name in chosen:
            said = "".join(output.get("text") or output.get("evalue", "") for output in cell.outputs)
            found[name] = determine_grade(cell)[0], said
    return found


def lost(place: tuple[str, Workplace], seed: int) -> list[str]:
    """What the right answers of a unit do not get, with the reason that the student would read."""
    found = []
    for chosen in rounds(place[0], right=True):
        points = {
            cell.metadata.nbgrader.grade_id.removeprefix("test_"): cell.metadata.nbgrader.points
            for cell in source(place[0]).cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
        }
        for name, (earned, said) in judge(place, chosen, seed).items():
            if earned < points[name]:
                found.append(f"{name}, {chosen[name].name}:\n{said}")
    return found


def test_right_answers_earn_all_points(place: tuple[str, Workplace]) -> None:
    assert not lost(place, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_seed_raises_a_false_alarm(place: tuple[str, Workplace], seed: int) -> None:
    assert not lost(place, seed)


@pytest.mark.slow
def test_wrong_answers_get_what_they_get_in_one_process(place: tuple[str, Workplace]) -> None:
    unit, _ = place
    wrong = [answer for answer in kills.answers(unit) if answer.kind != "right"]
    expected = {answer: verdict for (answer, _), verdict in kills.judge_answers(wrong).items()}
    differences = {}
    for chosen in rounds(unit, right=False):
        for name, (earned, said) in judge(place, chosen, 0).items():
            if earned != expected[chosen[name]].score:
                one_process = expected[chosen[name]]
                answer = f"{unit}/{name}/{chosen[name].name}"
                differences[answer] = f"{answer}: {earned}\n{said}\n{one_process.feedback}"
    known = {answer for answer in OTHERWISE if answer.startswith(unit)}
    assert differences.keys() == known, "\n\n".join(differences.values())
