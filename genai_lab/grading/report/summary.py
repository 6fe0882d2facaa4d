"""The sentences that the report begins with: what an instructor must know who has no more time."""

import statistics
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.report.notes import further
from genai_lab.grading.report.tally import Made, Passed
from genai_lab.grading.report.wording import amount, counted, listed, percent

_FINE = ("graded", "wrong", "")


class Sentence(NamedTuple):
    """A sentence, and the section that says more."""

    text: str
    section: str


def ended_badly(evidence: Evidence) -> list[Submission]:
    """Whose submission came to another end than points for what is right."""
    return [each for each in evidence.submissions if each.work.outcome not in _FINE]


def hardest(passed: Sequence[Passed]) -> Passed | None:
    """The exercise with the lowest pass rate among those that the tests grade."""
    tested = [each for each in passed if not each.exercise.written and each.judged]
    return min(tested, key=lambda each: (each.rate, each.average / (each.exercise.out_of or 1)), default=None)


def commonest(made: Sequence[Made]) -> Made | None:
    """The commonest mistake that has a name, or else raised an exception."""
    return next((each for each in made if each.kind != "unknown"), None)


def summary(evidence: Evidence, passed: list[Passed], made: list[Made], n_alike: int) -> list[Sentence]:
    """Three to five sentences about a unit.

    Args:
        evidence: the class.
        passed: how far it got, by exercise.
        made: its mistakes, the commonest first.
        n_alike: how many groups of answers are nearly identical.
    """
    return [
        Sentence(f"{_handed_in(evidence)} {_points(evidence)}", "points"),
        Sentence(_hardest(passed), "exercises"),
        Sentence(_commonest(made), "mistakes"),
        Sentence(_flagged(evidence, n_alike), "flags"),
        Sentence(_waiting(evidence), "waiting"),
    ]


def _handed_in(evidence: Evidence) -> str:
    n, absent, ungraded = len(evidence.submissions), len(evidence.absent), len(evidence.ungraded)
    rest = []
    if absent:
        rest.append(f"{absent:,} handed in nothing")
    if ungraded:
        rest.append(f"{counted(ungraded, 'is', 'are')} not graded yet")
    if not rest:
        return f"{counted(n, 'submission is', 'submissions are')} graded, nobody is missing."
    return f"{n:,} of {counted(n + absent + ungraded, 'student')} are graded; {listed(rest)}."


def _points(evidence: Evidence) -> str:
    points = [each.entry.points for each in evidence.submissions]
    said = f"The median is {amount(evidence.median)} of {amount(evidence.out_of)} points"
    if len(points) < 4:
        return f"{said}."
    low, _, high = statistics.quantiles(points, method="inclusive")
    return f"{said}; the middle half has {amount(low)} to {amount(high)}."


def _hardest(passed: list[Passed]) -> str:
    found = hardest(passed)
    if found is None:
        return "No exercise is graded by tests."
    if found.rate == 1:
        return "Everybody has all points in every exercise that tests grade."
    blank = f"; {found.blank:,} left it blank" if found.blank else ""
    return (
        f"The hardest exercise is {found.exercise.name}: {found.full:,} of {found.judged:,} "
        f"({percent(found.rate)}) have all points{blank}."
    )


def _commonest(made: list[Made]) -> str:
    found = commonest(made)
    if found is None:
        return "No mistake is told by the checks."
    return (
        f"The commonest mistake is in {found.exercise.name}: “{found.words}” "
        f"({counted(len(found.students), 'student')})."
    )


def _flagged(evidence: Evidence, n_alike: int) -> str:
    bad = ended_badly(evidence)
    counts = Counter(each.work.outcome for each in bad)
    noted = sum(bool(further(each)) for each in evidence.submissions)
    said = []
    if bad:
        ends = ", ".join(f"{number:,} {outcome}" for outcome, number in counts.most_common())
        said.append(f"{counted(len(bad), 'submission')} ended badly ({ends})")
    if noted:
        said.append(counted(noted, "carries a note", "carry a note"))
    if n_alike:
        said.append(f"{counted(n_alike, 'group')} of near-identical answers should be judged by you")
    return f"{listed(said)}." if said else "Nothing is flagged, and no answers are nearly identical."


def _waiting(evidence: Evidence) -> str:
    waiting = [len(each.entry.waiting) for each in evidence.submissions if each.entry.waiting]
    if not waiting:
        return "No answer waits for a person to grade it."
    answers = counted(sum(waiting), "answer still waits", "answers still wait")
    return f"{answers} for a person to grade, of {counted(len(waiting), 'student')}."
