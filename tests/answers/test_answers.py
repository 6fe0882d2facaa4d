"""The tests of the tests: right answers earn all points, wrong ones hear why not, mutants lose some."""

import os

import pytest

from tests.answers import kills
from tests.answers.bench import UNITS, Job, exercises, judge
from tests.answers.kills import Answer
from tests.answers.mutate import mutants

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the bench forks a child for each answer")
EXERCISES = [(unit, name) for unit in UNITS for name in exercises(unit)]
ANSWERS = [answer for unit in UNITS for answer in kills.answers(unit)]
RIGHT = [answer for answer in ANSWERS if answer.kind == "right"]
WRONG = [answer for answer in ANSWERS if answer.kind != "right"]


# A right answer to arguments that it first makes all alike: the caller's own, or copies of them.
SPOILED = """
_right = {name}
def _spoil(value):
    if isinstance(value, (list, tuple)):
        return type(value)(map(_spoil, value))
    if not (isinstance(value, torch.Tensor) and value.is_floating_point()):
        return value
    return value.data{copy}.fill_(float("{number}"))
def {name}(*args, **kwargs):
    args, kwargs = _spoil(args), {{key: _spoil(value) for key, value in kwargs.items()}}
    return _right(*args, **kwargs)
"""


def path(parts: tuple[str, ...]) -> str:
    return "/".join(parts[:3])


@pytest.mark.parametrize("answer", RIGHT, ids=path)
def test_right_answer_earns_all_points(answer: Answer, verdicts):
    verdict = verdicts[answer, 0]
    assert verdict.score == verdict.possible, verdict.feedback


@pytest.mark.slow
@pytest.mark.parametrize("answer", RIGHT, ids=path)
def test_right_answer_never_fails(answer: Answer, verdicts):
    lost = {seed: verdicts[answer, seed] for seed in kills.SEEDS}
    lost = {seed: verdict.feedback for seed, verdict in lost.items() if verdict.score < verdict.possible}
    assert not lost


@pytest.mark.parametrize("answer", WRONG, ids=path)
def test_wrong_answer_loses_points(answer: Answer, verdicts):
    verdict = verdicts[answer, 0]
    assert verdict.score < verdict.possible, f"{answer.remark}: keeps all points"
    if answer.kind == "diagnosed":
        assert answer.told(verdict), f"{answer.remark!r} is not said in\n{verdict.feedback}"


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=path)
def test_mutants_lose_points(exercise: tuple[str, str], mutations):
    changed, survivors = mutations[exercise]
    assert len(survivors) <= 0.05 * changed, "\n".join(map(str, survivors))


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_nothing_is_earned_by_changing_the_arguments(unit: str):
    """A test that works out the truth from an argument after the call would take the answer's word for it."""
    found = exercises(unit)
    cases = [(name, number) for name in found for number in ("nan", "0", "0.5")]
    answers = [
        Job(name, found[name].solution + SPOILED.format(name=name, number=number, copy=copy))
        for name, number in cases
        for copy in ("", ".clone()")
    ]
    verdicts = judge(unit, answers)
    gained = [
        f"{name}, all {number}: {own.score} instead of {copied.score}\n{own.feedback}"
        for (name, number), own, copied in zip(cases, verdicts[::2], verdicts[1::2], strict=True)
        if own.score > copied.score
    ]
    assert not gained, "\n".join(gained)


@pytest.mark.parametrize("exercise", EXERCISES, ids=path)
def test_each_exercise_has_enough_answers(exercise: tuple[str, str]):
    kinds = [answer.kind for answer in ANSWERS if answer[:2] == exercise]
    assert kinds.count("right") >= 3
    assert kinds.count("mistake") + kinds.count("diagnosed") >= 8
    assert set(kinds) <= {"right", "mistake", "diagnosed"}


def test_most_mistakes_are_named():
    assert sum(answer.kind == "diagnosed" for answer in WRONG) >= 0.8 * len(WRONG)


@pytest.mark.slow
def test_the_table_is_up_to_date():
    assert kills.TABLE.read_text() == kills.document(), "run `python -m tests.answers.kills`"


def test_the_table_has_a_row_for_every_exercise_and_counts_every_answer():
    rows = [
        line.strip("| ").split(" | ") for line in kills.TABLE.read_text().splitlines() if line[:1] == "|"
    ][2:]
    counted = {name: [int(share.split(" of ")[1]) for share in shares] for name, *shares in rows}
    for unit, exercise in EXERCISES:
        kinds = [answer.kind == "right" for answer in ANSWERS if answer[:2] == (unit, exercise)]
        assert counted[exercise][:2] == [sum(kinds), len(kinds) - sum(kinds)], exercise
    assert len(counted) == len(EXERCISES) + 1  # and their sum


@pytest.mark.slow  # one answer hangs until its time is up
def test_what_the_bench_does_with_answers_that_end_badly():
    unit, name = EXERCISES[0]
    reference = exercises(unit)[name].solution
    hangs, dies, raises, noisy, warns, right = judge(
        unit,
        [
            Job(name, "while True: pass"),
            Job(name, "import os; os._exit(0)"),
            Job(name, "raise RuntimeError('no')"),
            Job(name, reference, probe="import sys; print('!', file=sys.stderr); 1.0"),
            Job(name, reference, probe="import warnings; warnings.warn('!'); 1.0"),
            Job(name, reference),
        ],
        seconds=15,
    )
    assert hangs.score == dies.score == raises.score == noisy.score == warns.score == 0
    assert (hangs.feedback, dies.feedback) == ("stopped: it took too long", "the process died")
    assert f"name '{name}' is not defined" in raises.feedback
    assert right.score == right.possible > 0


def test_the_mutator_changes_one_place_at_a_time():
    source = 'def f(a, b):\n    """Text."""\n    c = a - 2 * b\n    return c.sum(-1)\n'
    bodies = {mutant.source.split('"""\n')[1].strip() for mutant in mutants(source, "f")}
    rest = "\n    return c.sum(-1)"
    assert {"c = a + 2 * b" + rest, "c = a" + rest, "c = 2 * b - a" + rest, "c = a - 2 / b" + rest} <= bodies
    assert {"c = a - 3 * b" + rest, "c = b - 2 * b" + rest, "return c.sum(-1)"} <= bodies
    assert {
        "c = a - 2 * b\n    return " + end for end in ("c", "c.mean(-1)", "c.sum(1)", "c.sum(-1).detach()")
    } <= bodies
    assert "c = a - 2 * b\n    c.sum(-1)" in bodies
    assert "c = a - 2 * b" + rest not in bodies
