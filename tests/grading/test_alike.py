"""Near-identical answers: planted copies are found, and an honest class is left in peace."""

import ast
import functools
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import nbformat
import pytest

from genai_lab.grading.classroom import exercises_in
from genai_lab.grading.report.alike import alike

ROOT = Path(__file__).parents[2]
UNITS = ["01_first_models", "04_autoencoders", "06_variational_autoencoders", "07_adversarial_training"]
STUB = 'def f(x):\n    """What f is."""\n    raise NotImplementedError()\n'

# An answer that nobody else would write, and one that everybody might.
ODD = """\
def f(x):
    order = torch.argsort(x.flatten(), stable=True)
    ranks = torch.zeros(len(order)).scatter_(0, order, torch.arange(len(order)) / 7)
    for _ in range(3):
        ranks = ranks.roll(2).cumsum(0) - ranks.median()
    return ranks.reshape(x.shape).clamp(-4, 9).diff(dim=0)
"""
PLAIN = "def f(x):\n    return x.mean(0)\n"


@functools.cache
def pool_of(unit: str) -> dict[str, list[str]]:
    """The right and wrong answers to each exercise of a unit, without the line that names the mistake."""
    released = nbformat.read(ROOT / "course" / unit / f"{unit}.ipynb", as_version=4)
    return {
        name: [
            path.read_text(encoding="utf-8").partition("\n")[2]
            for path in sorted((ROOT / "tests" / "answers" / unit / name).glob("*_*.py"))
        ]
        for name in exercises_in(released)
    }


def drawn(pool: Mapping[str, list[str]], size: int, rng: random.Random) -> dict[str, dict[str, str]]:
    """A class in which everybody draws an answer to each exercise."""
    return {f"s{number:04}": {name: rng.choice(pool[name]) for name in pool} for number in range(size)}


def renamed(text: str, names: set[str]) -> str:
    new = {name: f"my_{number}" for number, name in enumerate(sorted(names))}
    return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda found: new.get(found[0], found[0]), text)


def own_names(text: str) -> set[str]:
    """What an answer gives a value to, its parameters included."""
    nodes = list(ast.walk(ast.parse(text)))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)} - {"self"}


def relaid(text: str) -> str:
    """Other comments, blank lines, and spaces around the signs."""
    lines = [re.sub(r" ([-+*/=]) ", r"\1", line) for line in text.splitlines()]
    return "# mine\n" + "\n\n".join(f"{line}  # step {number}" for number, line in enumerate(lines))


def one_line_changed(text: str) -> str:
    lines = text.rstrip().splitlines()
    indent = re.match(r"\s*", lines[-2])[0]  # type: ignore[index]
    return "\n".join([*lines[:-2], f"{indent}assert x.ndim == 2, x.shape", lines[-1]])


def documented(text: str) -> str:
    return re.sub(r"^def .*:$", r'\g<0>\n    """As I understood it."""', text, count=1, flags=re.MULTILINE)


def one_name_changed(text: str) -> str:
    loops = [
        node.target for node in ast.walk(ast.parse(text)) if isinstance(node, ast.For | ast.comprehension)
    ]
    inside = {node.id for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Name)}
    return renamed(text, inside or set(sorted(own_names(text))[:1]))


# How a copy is made: from an original, two texts that are handed in.
COPIES: dict[str, Callable[[str], tuple[str, str]]] = {
    "verbatim": lambda text: (text, text),
    "names changed": lambda text: (text, renamed(text, own_names(text))),
    "layout and comments changed": lambda text: (text, relaid(text)),
    "one line changed": lambda text: (text, one_line_changed(text)),
    "a loop's name changed, a docstring removed": lambda text: (documented(text), one_name_changed(text)),
}


def planted(copy: Callable[[str], tuple[str, str]], size: int) -> Iterator[tuple[str, int, bool, int]]:
    """For each exercise's longest answer, copied by a pair: it, its lines, whether told; others told."""
    for unit in UNITS:
        pool = pool_of(unit)
        longest = {name: max(texts, key=len) for name, texts in pool.items()}
        others = {name: [text for text in texts if text != longest[name]] for name, texts in pool.items()}
        answers = drawn(others, size, random.Random(unit))
        for name, text in longest.items():
            answers["s0003"][name], answers["s0007"][name] = copy(text)
        told = alike(answers, {})
        culprits = {one.exercise for one in told if one.students == ("s0003", "s0007")}
        for name, text in longest.items():
            alarms = sum(one.exercise == name and one.students != ("s0003", "s0007") for one in told)
            yield name, len(text.strip().splitlines()), name in culprits, alarms


@pytest.mark.parametrize("how", COPIES)
def test_planted_copies_are_told_and_nobody_else(how: str) -> None:
    found = list(planted(COPIES[how], 400))
    long = [told for _, lines, told, _ in found if lines >= 8]
    short = [told for _, lines, told, _ in found if lines < 8]
    alarms = sum(alarms for *_, alarms in found)
    print(
        f"{how}: told {sum(long)} of {len(long)} copies of 8 lines and more, {sum(short)} of {len(short)} "
        f"shorter ones; {alarms} false alarms"
    )
    assert len(long) >= 20
    assert sum(long) >= 0.95 * len(long)
    assert alarms == 0


@pytest.mark.parametrize("unit", UNITS[:2])
def test_what_many_share_is_no_secret(unit: str) -> None:
    few = {name: texts[:5] for name, texts in pool_of(unit).items()}
    assert alike(drawn(few, 1000, random.Random(0)), {}) == []


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_a_thousand_who_draw_from_all_answers_are_compared_in_seconds(unit: str) -> None:
    began = time.process_time()
    assert alike(drawn(pool_of(unit), 1000, random.Random(0)), {}) == []
    assert time.process_time() - began < 4


@pytest.mark.parametrize("size", [8, 40, 400])
def test_a_short_right_answer_is_anybodys(size: int) -> None:
    answers = {f"s{n:03}": {"f": f"def f(x):\n    return x.mean({n})  # mine\n"} for n in range(size)}
    answers["s000"]["f"] = answers["s001"]["f"] = PLAIN
    assert alike(answers, {"f": STUB}) == []


def class_of(*given: str) -> dict[str, dict[str, str]]:
    """Forty students who wrote what is given, and for the rest something else each."""
    rng = random.Random(0)
    texts = [
        f"def f(x):\n    y{n} = x.{rng.choice(['mean', 'sum', 'exp'])}({n})\n    return y{n} + 1\n"
        for n in range(40)
    ]
    return {f"s{n:02}": {"f": text} for n, text in enumerate([*given, *texts[len(given) :]])}


def test_a_group_is_one_entry_that_says_what_is_shared() -> None:
    (one,) = alike(class_of(ODD, ODD, ODD), {"f": STUB})
    assert one.students == ("s00", "s01", "s02")
    assert (one.exercise, one.example, one.same) == ("f", (ODD, ODD), "letter for letter")
    assert one.words == ("_", "dim", "order", "ranks", "stable", "torch")
    assert one.common == one.out_of
    assert 0.9 * one.out_of <= one.shared <= one.out_of
    assert one.surprise > 300


def test_what_somebody_else_wrote_too_is_common_and_not_theirs_alone() -> None:
    (alone,) = alike(class_of(ODD, ODD), {"f": STUB})
    other = "def f(x):\n    return x.reshape(x.shape).clamp(-4, 9).diff(dim=0)\n"
    (with_other,) = alike(class_of(ODD, ODD, other), {"f": STUB})
    assert with_other.students == alone.students
    assert with_other.common == alone.common
    assert with_other.shared <= alone.shared - 10
    assert with_other.surprise < alone.surprise


def test_two_groups_stay_apart_and_the_more_surprising_comes_first() -> None:
    other = (
        "def f(x):\n    while x.ndim > 1:\n"
        "        x = torch.stack([x[0::2].amax(0), x[1::2].amin(0)]).prod(0)\n"
        "    return x.abs().sqrt()\n"
    )
    told = alike(class_of("", other, ODD, other, ODD), {"f": STUB})
    assert [one.students for one in told] == [("s02", "s04"), ("s01", "s03")]
    assert told[0].surprise > told[1].surprise


@pytest.mark.parametrize(
    ("copy", "same"),
    [
        (ODD, "letter for letter"),
        (ODD.replace("\n", "  \r\n") + "\n\n", "letter for letter"),
        (renamed(ODD, {"order", "ranks", "x"}), "but for names, comments and layout"),
        (relaid(documented(ODD)), "but for names, comments and layout"),
        (ODD.replace("cumsum", "cumprod"), "in part"),
    ],
)
def test_it_says_how_far_they_are_the_same(copy: str, same: str) -> None:
    (one,) = alike(class_of(ODD, copy), {"f": STUB})
    assert (one.students, one.same) == (("s00", "s01"), same)
    assert one.example == (ODD, copy)


def test_what_the_stub_gives_is_nobodys() -> None:
    assert alike(class_of(ODD, ODD), {"f": ODD}) == []
    (one,) = alike(class_of(ODD, ODD), {"f": ODD[: len(ODD) // 3]})
    (whole,) = alike(class_of(ODD, ODD), {})
    assert one.out_of < whole.out_of


def test_what_five_share_is_told_and_what_six_share_is_not() -> None:
    assert [len(one.students) for one in alike(class_of(*[ODD] * 5), {})] == [5]
    assert alike(class_of(*[ODD] * 6), {}) == []


def test_the_same_odd_sentences_betray_a_shorter_answer() -> None:
    said = "# not sure why the first axis, but aunt Emma said so\n    # please do not tell her that I asked"
    copied = f"def f(x):\n    {said}\n    return x.cummax(0).values.frac()[1:-1].mul(2.5)\n"
    (one,) = alike(class_of(copied, copied), {"f": STUB})
    assert [word[0] for word in one.words] == ["#", "#"]
    assert alike(class_of(*[re.sub("#.*", "", copied)] * 2), {"f": STUB}) == []


def test_the_order_of_students_does_not_matter() -> None:
    answers = class_of(ODD, PLAIN, ODD)
    told = alike(answers, {"f": STUB})
    assert len(told) == 1
    assert alike(dict(reversed(answers.items())), {"f": STUB}) == told


def test_a_class_of_nobody_and_of_one() -> None:
    for answers in ({}, {"ada": {"f": ODD}}, {"ada": {}, "ben": {"f": ODD}}):
        assert alike(answers, {}) == []


HOSTILE = {
    "a megabyte in one line": "x = 1;" * 170_000,
    "null bytes": "\0" * 5000 + ODD,
    "nested deep": "(" * 100_000,
    "no Python": "def f(:\n  return }{ ''' \\",
    "quotes that never end": '\\\'"""\\"' * 30_000,
    "opened docstrings": '\n    """\\' * 30_000,
    "blanks": "f" + " \t" * 100_000 + "\n" * 100_000,
    "half of a letter": "\ud800 = '\udfff'",
    "many names": " ".join(f"n{number}" for number in range(100_000)),
    "nothing": "",
    "no words": " \n\t\x0c",
    "other scripts": "ﬁ = 'ﬀ' # \u202e\u2028 Ω",
}


def test_hostile_answers_neither_raise_nor_take_long() -> None:
    answers = class_of(ODD, ODD, *HOSTILE.values()) | {
        f"t{n}": {"f": t} for n, t in enumerate(HOSTILE.values())
    }
    began = time.process_time()
    told = alike(answers, {"f": "\0"})
    assert time.process_time() - began < 5
    assert any({"s00", "s01"} <= {*one.students} for one in told)
    assert all(len(text) <= 20_000 for one in told for text in one.example)
    assert all(len(word) <= 80 for one in told for word in one.words)
