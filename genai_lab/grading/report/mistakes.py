"""From what a test cell said to which mistake was made, in words that many students can share.

A check names a mistake at the end of its message, after a colon, with one of the phrases that stand in the
test cell (`checks.Exercise.close` and its like), or with a whole sentence (`that`). Where it knows none, it
says how the values differ; and where an answer raised an exception, which one.
"""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from genai_lab.grading.verdict import Cell, is_test, label_of, source_of

Kind = Literal["named", "error", "unknown"]

_LONGEST = 400  # characters of a mistake's words
_PART = re.compile(r"  ([✓✗]) \S")
_REPEATED = "The same as above."
_UNWRITTEN = "not written yet"
_RAISED = re.compile(
    r"(?:Line \d+ of your cell, `.*`, raised|(?:\w+|your function) raised) (\w+)(?:: (.*))?", re.S
)
_UNUSABLE = "The check could not use your result: "
_PLAIN = r"(?:[-+.\de]+|nan|-?inf)"
# What `differences.difference` and `Exercise.average` say of values that no known mistake explains.
_UNKNOWN = (
    (re.compile(r"\d+ of \d+ (.+) differ, the most at index"), "some {} are wrong"),
    (re.compile(r"\d+ of \d+ (.+) are (NaN|infinite) where"), "some {} are {} where the right ones are not"),
    (re.compile(rf"Expected {_PLAIN}; got {_PLAIN}\.$"), "another value than the right one"),
    (re.compile(r"(Expected .+ of shape \(.*\); got \(.*\))\.$"), "{}"),
    (re.compile(r"The average of [\d,]+ (.+) is \S+( at .*)?, too far"), "the average of the {} is far off"),
    (re.compile(r"Your (.+) are \S+ times the right ones"), "the {} are a multiple of the right ones"),
    (re.compile(r"Your (.+) are the right ones (plus|minus) "), "the {} are the right ones {} a constant"),
)
_SENTENCES = ("ProcessEnded", "TakesTooLong", "WithheldReference", "JudgeError", "PointsError")
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d+(?:x\d+)+|\d[\d,]*(?:\.\d*)?(?:e[-+]?\d+)?|nan\b|inf\b)(?<!,)(?<!\.)"
)
_LIST = re.compile(r"[(\[][… ,]*…[… ,]*[)\]]|(?<!\w)\(\)")


@dataclass(frozen=True)
class Known:
    """What a test cell can say: its phrases and sentences, and those with something filled in."""

    texts: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Mistake:
    """What went wrong in one part of an exercise.

    Args:
        words: the mistake, in the words of the check or of the exception.
        key: the same for all who made it: the words without what varies from answer to answer.
        message: all that the student read of it.
        kind: "named" by a check, an "error" that the answer raised, or "unknown".
    """

    words: str
    key: str
    message: str
    kind: Kind


def known(cells: Iterable[Cell]) -> dict[str, Known]:
    """What each test cell of a notebook can say, by the cell's name."""
    return {
        str(label_of(cell)["grade_id"]): _known(source_of(cell))
        for cell in cells
        if cell["cell_type"] == "code" and is_test(cell)
    }


def mistakes(outputs: Sequence[Mapping[str, Any]], known: Known) -> tuple[Mistake, ...]:
    """The mistakes that a test cell's outputs tell of, each once, in the order of the parts.

    Where one is named, what no known mistake explains is taken for its consequence.

    Args:
        outputs: of the test cell, as JSON.
        known: what the cell can say.
    """
    said = [_diagnosis(message, known) for message in _messages(_printed(outputs))]
    said += [_ended(output) for output in outputs if output["output_type"] == "error"]
    first: dict[str, Mistake] = {}
    for mistake in said:
        first.setdefault(mistake.key, mistake)
    explained = any(mistake.kind != "unknown" for mistake in first.values())
    return tuple(mistake for mistake in first.values() if not (explained and mistake.kind == "unknown"))


def is_unwritten(outputs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the verdict is that the exercise was not begun."""
    return _printed(outputs).rstrip().endswith(_UNWRITTEN)


def _known(source: str) -> Known:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a magic; what the cell says is then taken whole
        return Known()
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    texts = (text.removesuffix(".") for text in constants if isinstance(text, str) and " " in text)
    patterns = (_pattern(node) for node in nodes if isinstance(node, ast.JoinedStr))
    # Where several fit, the one that says most itself.
    return Known(frozenset(texts), tuple(sorted(filter(None, patterns), key=lambda one: -len(one.pattern))))


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """An f-string as a pattern whose groups are what is filled in, unless it says too little itself."""
    pieces = [str(piece.value) if isinstance(piece, ast.Constant) else None for piece in node.values]
    if sum(len(piece) for piece in pieces if piece) < 20:
        return None
    text = "".join("(.*?)" if piece is None else re.escape(piece) for piece in pieces)
    return re.compile(text, re.S)


def _printed(outputs: Sequence[Mapping[str, Any]]) -> str:
    return "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")


def _messages(printed: str) -> list[str]:
    """The text under each ✗, its lines joined again."""
    found: list[list[str]] = []
    failed = False
    for line in printed.split("\n"):
        part = _PART.match(line)
        if part:
            failed = part[1] == "✗"
            found += [[]] if failed else []
        elif failed and line.startswith(6 * " "):
            found[-1].append(line[6:])
        else:
            failed = False
    said = (" ".join(lines) for lines in found)
    return [message for message in said if message and message != _REPEATED]


def _diagnosis(message: str, known: Known) -> Mistake:
    cut = message[: 2 * _LONGEST]
    for start in (0, *(colon.end() for colon in re.finditer(": ", cut))):
        if (words := cut[start:].removesuffix(".")) in known.texts:
            return Mistake(words, words, message, "named")
    if raised := _RAISED.fullmatch(cut):
        return _exception(raised[1], raised[2] or "", message)
    if cut.startswith(_UNUSABLE):  # often the consequence of what another part names
        words = "the check could not use the result: " + cut.removeprefix(_UNUSABLE)
        return Mistake(words[:_LONGEST], _general(words[:_LONGEST]), message, "unknown")
    for pattern, said in _UNKNOWN:
        if fits := pattern.match(cut):
            words = said.format(*fits.groups()) + "; no known mistake explains it"
            return Mistake(words, _general(words), message, "unknown")
    words = cut[:_LONGEST].removesuffix(".")
    return Mistake(words, _filled(cut, known.patterns)[:_LONGEST].removesuffix("."), message, "named")


def _filled(message: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """A sentence without the numbers that were filled in; those of its author stay."""
    for pattern in patterns:
        if fits := pattern.fullmatch(message):
            for number in range(len(fits.groups()), 0, -1):
                start, end = fits.span(number)
                message = message[:start] + _general(message[start:end]) + message[end:]
            return message
    return _general(message)


def _ended(output: Mapping[str, Any]) -> Mistake:
    """What an error of the whole cell says; the judge's own errors are sentences already."""
    name, text = str(output["ename"]), str(output["evalue"])
    if name in _SENTENCES:
        words = text[:_LONGEST].removesuffix(".")
        return Mistake(words, _general(words), text, "error")
    return _exception(name, text, f"{name}: {text}")


def _exception(name: str, text: str, message: str) -> Mistake:
    if name == "NotImplementedError":
        words = "a part of it is not written yet"
    else:
        first = text.split("\n")[0][:_LONGEST].removesuffix(".")
        words = f"{name}: {first}" if first else name
    # Everybody forgets to define a name of their own.
    shared = re.sub(r"'[^']*'", "'…'", words) if name in ("NameError", "UnboundLocalError") else words
    return Mistake(words, _general(shared), message, "error")


def _general(text: str) -> str:
    """A text with … for each number and for each list of numbers."""
    text, found = _NUMBER.sub("…", text), 1
    while found:
        text, found = _LIST.subn("…", text)
    return text
