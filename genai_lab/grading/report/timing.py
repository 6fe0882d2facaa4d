"""How long grading took and how much memory it needed, and whose stands out."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from genai_lab.grading.report.drawings import Drawing, histogram, scatter
from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.report.wording import amount, shown

_MOST = 5  # named in the drawing, and rows of a table
_LETTERS = 16  # of a name in the drawing


@dataclass(frozen=True)
class Timing:
    """A drawing of time and memory, what it shows, and the largest of both."""

    drawing: Drawing
    said: str
    slowest: list[Submission]
    largest: list[Submission]


def timing(evidence: Evidence) -> Timing | None:
    """Time and memory by submission, or None where no notebook says them."""
    timed = [each for each in evidence.submissions if each.work.seconds]
    if not timed:
        return None
    slow, large = _outliers(timed, _seconds), _outliers(timed, _memory)
    named = {each.student for each in (*slow, *large)}
    median = f"Half of the submissions took less than {amount(_median(timed, _seconds))} s"
    if any(map(_memory, timed)):
        dots = [
            (_seconds(each), _memory(each), shown(each.student)[:_LETTERS] if each.student in named else "")
            for each in timed
        ]
        drawing = scatter(dots)
        median += f" and {_median(timed, _memory):.0f} MB of memory"
    else:
        drawing = histogram([_seconds(each) for each in timed], 0, "seconds")
    out = "the farthest out are orange" if named else "none lies far out"
    return Timing(drawing, f"{median}; {out}.", _largest(timed, _seconds), _largest(timed, _memory))


def _seconds(submission: Submission) -> float:
    return submission.work.seconds


def _memory(submission: Submission) -> float:
    return submission.work.memory / 1e6


def _median(submissions: Sequence[Submission], of: Callable[[Submission], float]) -> float:
    return statistics.median(map(of, submissions))


def _largest(submissions: Sequence[Submission], of: Callable[[Submission], float]) -> list[Submission]:
    return [each for each in sorted(submissions, key=of, reverse=True)[:_MOST] if of(each)]


def _outliers(submissions: Sequence[Submission], of: Callable[[Submission], float]) -> list[Submission]:
    """Those beyond Tukey's outer fence, three times the middle half's width above it."""
    if len(submissions) < 4:
        return []
    low, middle, high = statistics.quantiles(map(of, submissions), method="inclusive")
    fence = max(high + 3 * (high - low), 1.5 * middle)
    return [each for each in _largest(submissions, of) if of(each) > fence]
