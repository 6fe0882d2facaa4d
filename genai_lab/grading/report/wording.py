"""Numbers and names in the sentences of the report."""

from collections.abc import Sequence

from genai_lab.grading.names import printable

_LINES, _LETTERS = 80, 6_000


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts.

    >>> counted(1, "student"), counted(1200, "student"), counted(2, "has", "have")
    ('1 student', '1,200 students', '2 have')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them.

    >>> listed(["ada", "ben", "cleo"])
    'ada, ben and cleo'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def percent(share: float) -> str:
    """A share in percent, never rounded to all or to nothing.

    >>> percent(0.999), percent(0.25), percent(0.0)
    ('99 %', '25 %', '0 %')
    """
    whole = 0 if share <= 0 else 100 if share >= 1 else min(max(round(100 * share), 1), 99)
    return f"{whole} %"


def amount(value: float) -> str:
    """A number with at most two decimals.

    >>> amount(2.0), amount(27.25), amount(1 / 3)
    ('2', '27.25', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shown(text: str) -> str:
    """A long text, shortened, of which each line is printable."""
    lines = text[: 2 * _LETTERS].expandtabs(4).splitlines()
    kept = "\n".join(printable(line) for line in lines[:_LINES])[:_LETTERS]
    whole = len(text) <= _LETTERS and len(lines) <= _LINES
    return kept if whole else f"{kept}\n… (the rest of {counted(len(text), 'letter')} is left out)"
