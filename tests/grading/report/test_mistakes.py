"""The report says of an answer what its check said, in words that others share."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from genai_lab.grading.report.mistakes import Known, Mistake, is_unwritten, known, mistakes
from tests.answers import kills
from tests.answers.bench import ROOT, UNITS
from tests.answers.kills import Answer

from .conftest import HALF, verdict

DIAGNOSED = [answer for unit in UNITS for answer in kills.answers(unit) if answer.kind == "diagnosed"]
# Their first line quotes a symptom from another part than the one that names it first.
BY_ANOTHER_SYMPTOM = {"bernoulli_log_prob/wrong_column", "kl_divergence/wrong_keepdim"}


def stream(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}]


def told(*problems: str | None, phrases: Sequence[str] = (), patterns: Sequence[str] = ()) -> list[Mistake]:
    can_say = Known(frozenset(phrases), tuple(map(re.compile, patterns)))
    return list(mistakes(stream(verdict("gaussian_kl", *problems)), can_say))


def test_a_named_mistake_is_the_phrase_of_the_test_cell():
    (one,) = told(HALF, "The same as above.", phrases=["the factor 1/2 is missing"])
    assert (one.words, one.key, one.kind) == ("the factor 1/2 is missing",) * 2 + ("named",)
    assert one.message == HALF


def test_a_phrase_with_colons_is_found_whole():
    phrase = "the sign is turned around: this is a loss"
    message = f"Your values are minus the right ones everywhere: {phrase}."
    (one,) = told(None, message, phrases=[phrase, "this is a loss"])
    assert one.words == phrase


def test_long_messages_are_joined_again():
    long = "This message is longer than a line and so is broken by the check, " * 4 + "to be read: whole."
    assert [mistake.message for mistake in told(long, None)] == [long]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("3 of 9 values differ, the most at index (1, 2) (4 instead of 1e-05).",
         "1 of 7 values differ, the most at index 3 (nan instead of 2).", "some values are wrong; no known"),
        ("Expected 1.5; got -2.", "Expected 0.25; got nan.", "another value than the right one; no known"),
        ("The average of 2,000 draws is 0.4 at index 1, too far from 0.5 to be chance.",
         "The average of 90 draws is -3, too far from 0 to be chance.", "the average of the draws is far"),
        ("Your sums are 1.37 times the right ones everywhere.",
         "Your sums are -0.2 times the right ones everywhere.", "the sums are a multiple of the right ones"),
    ],
)  # fmt: skip
def test_what_no_known_mistake_explains_is_one_group(first: str, second: str, words: str):
    one, other = told(first, None)[0], told(None, second)[0]
    assert one.key == other.key
    assert (one.kind, other.kind) == ("unknown", "unknown")
    assert one.words.startswith(words)


def test_what_is_unexplained_beside_a_named_mistake_is_its_consequence():
    differ = "3 of 9 values differ, the most at index 1 (4 instead of 1)."
    unusable = "The check could not use your result: RuntimeError: Boolean value of Tensor is ambiguous"
    for consequence in (differ, unusable):
        assert [one.kind for one in told(HALF, consequence, phrases=["the factor 1/2 is missing"])] == [
            "named"
        ]
    assert len(told(differ, unusable)) == 2


def test_errors_are_told_by_their_type_and_text():
    line = "Line {} of your cell, `return x[{}]`, raised IndexError: index {} is out of bounds"
    one, other = (
        told(line.format(3, "i: 5", 5), line.format(14, 8, 8))[0],
        told(line.format(2, 1, 7), None)[0],
    )
    assert len(told(line.format(3, 5, 5), line.format(3, 8, 8))) == 1
    assert (one.words, one.kind) == ("IndexError: index 5 is out of bounds", "error")
    assert one.key == other.key == "IndexError: index … is out of bounds"
    (raised,) = told("your function raised ValueError", None)
    assert raised.words == "ValueError"


def test_an_error_of_the_whole_cell():
    def ended(name: str, text: str) -> Mistake:
        (one,) = mistakes([{"output_type": "error", "ename": name, "evalue": text, "traceback": []}], Known())
        return one

    assert ended("ProcessEnded", "your code took longer than 10 s").words == "your code took longer than 10 s"
    mine, yours = (
        ended("NameError", "name 'total' is not defined"),
        ended("NameError", "name 'x' is not defined"),
    )
    assert mine.key == yours.key == "NameError: name '…' is not defined"
    assert ended("NotImplementedError", "").words == "a part of it is not written yet"


def test_numbers_of_the_author_stay_and_others_go():
    cell = {
        "cell_type": "code", "metadata": {"nbgrader": {"grade_id": "test_x", "grade": True}},
        "source": 'check.that(False, f"A 0 is impossible here; you gave it {value:.4g}: use log(1 - p).")',
    }  # fmt: skip
    can_say = known([cell])["test_x"]
    keys = set()
    for value in ("0.1234", "-17", "[0.5, 1e-3]"):
        message = f"A 0 is impossible here; you gave it {value}: use log(1 - p)."
        keys.add(mistakes(stream(verdict("x", message, None)), can_say)[0].key)
    assert keys == {"A 0 is impossible here; you gave it …: use log(1 - p)"}


def test_nothing_to_tell():
    assert told(None, None) == []
    assert mistakes([], Known()) == ()
    assert is_unwritten(stream("gaussian_kl   not written yet\n"))
    assert not is_unwritten(stream(verdict("gaussian_kl", HALF, None)))
    assert not is_unwritten([])


@pytest.mark.parametrize(
    "text",
    ["  ✗", "  ✗ \n      ", "      orphan", "  ✗ a\n      " + "9," * 50_000, "  ✗ a\n      " + "(" * 50_000,
     "  ✗ a\n      Line 1 of your cell, `" + "`, raised " * 5_000, "  ✗ a\n      " + ": " * 20_000,
     "\0\u202e✗"],
)  # fmt: skip
def test_hostile_text_neither_raises_nor_takes_long(text: str):
    patterns = (re.compile("(.*?), (.*?): (.*?) is missing there(.*?)", re.S),)
    for one in mistakes(stream(text), Known(frozenset(["a b"]), patterns)):
        assert len(one.words) <= 500
        assert len(one.key) <= 500


def names(answer: Answer, found: Sequence[Mistake]) -> bool:
    """Whether the report tells the mistake that an answer's first line says it is told."""
    remark = answer.remark.casefold()
    return any(
        remark in f"raised {one.words}".casefold() or remark.endswith(one.words.casefold()) for one in found
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the bench forks a child for each answer")
@pytest.mark.parametrize(
    ("exercises", "at_least"),
    [({"standardize"}, 8), pytest.param(None, 600, marks=pytest.mark.slow)],
    ids=["one exercise", "all"],
)
def test_the_mistake_of_each_real_answer_is_named(exercises: set[str] | None, at_least: int):
    chosen = [answer for answer in DIAGNOSED if exercises is None or answer.exercise in exercises]
    unnamed = []
    can_say = {unit: known(json.loads(notebook(unit).read_bytes())["cells"]) for unit in UNITS}
    for (answer, _), said in kills.judge_answers(chosen).items():
        found = mistakes(stream(said.feedback), can_say[answer.unit][f"test_{answer.exercise}"])
        if not names(answer, found):
            unnamed.append((f"{answer.exercise}/{answer.name}", answer.remark, [one.words for one in found]))
    assert [case for case in unnamed if case[0] not in BY_ANOTHER_SYMPTOM] == []
    assert len(chosen) >= at_least


def notebook(unit: str) -> Path:
    return ROOT / "solutions" / unit / f"{unit}.ipynb"
