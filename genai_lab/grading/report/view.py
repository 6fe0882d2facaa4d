"""One unit's part of the page, ready to be written: everything counted, nothing yet in HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from genai_lab.grading.report.alike import alike
from genai_lab.grading.report.anonymous import Anonymous
from genai_lab.grading.report.drawings import Drawing, histogram
from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.report.notes import Note, notes
from genai_lab.grading.report.results import Exercise
from genai_lab.grading.report.summary import Sentence, ended_badly, summary
from genai_lab.grading.report.tally import Made, Passed, made, passed
from genai_lab.grading.report.timing import Timing, timing
from genai_lab.grading.report.wording import amount, counted, shown

_COMMONEST = 5  # mistakes that are told before all others


@dataclass(frozen=True)
class Shown:
    """A mistake on the page, with an example that does not say whose it is."""

    made: Made
    share: float
    answer: str
    messages: list[str]


@dataclass(frozen=True)
class Pair:
    """Students whose answers are nearly identical, what they share, and the texts of the first two."""

    exercise: str
    students: list[str]
    said: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """The answers to one exercise that a person has still to grade, and where the first one is."""

    exercise: Exercise
    count: int
    first: str


@dataclass(frozen=True)
class View:
    """A unit as the page shows it."""

    evidence: Evidence
    summary: list[Sentence]
    points: Drawing
    passed: list[Passed]
    commonest: list[Shown]
    mistakes: list[tuple[Exercise, list[Shown]]]
    bad: list[tuple[str, list[Submission]]]
    notes: list[Note]
    alike: list[Pair]
    timing: Timing | None
    waiting: list[Waiting]
    notebooks: str


def view(evidence: Evidence, formgrader: str) -> View:
    """Count all that the page shows of a unit.

    Args:
        evidence: the class.
        formgrader: the address of nbgrader's formgrader.
    """
    how_far, mistakes = passed(evidence), made(evidence)
    pairs = _alike(evidence)
    anonymous = Anonymous(name for each in evidence.submissions for name in (each.student, each.name))
    shown_mistakes = [_shown(mistake, len(evidence.submissions), anonymous) for mistake in mistakes]
    by_exercise = [
        (exercise, [each for each in shown_mistakes if each.made.exercise == exercise])
        for exercise in evidence.exercises
    ]
    unit = quote(evidence.unit, safe="")
    return View(
        evidence,
        summary(evidence, how_far, mistakes, len(pairs)),
        histogram([each.entry.points for each in evidence.submissions], evidence.out_of, "points"),
        how_far,
        [each for each in shown_mistakes if each.made.kind != "unknown"][:_COMMONEST],
        [(exercise, found) for exercise, found in by_exercise if found],
        _bad(evidence),
        notes(evidence),
        pairs,
        timing(evidence),
        _waiting(evidence, formgrader),
        f"{formgrader}/gradebook/{unit}/{unit}",
    )


def overall(views: Sequence[View]) -> list[Sentence]:
    """What matters most about several units."""
    lowest = min(views, key=lambda each: each.evidence.median / (each.evidence.out_of or 1)).evidence
    said = [
        Sentence(
            f"Of {counted(len(views), 'unit')} the lowest median is that of {lowest.unit}: "
            f"{amount(lowest.median)} of {amount(lowest.out_of)} points.",
            lowest.unit,
        )
    ]
    mistakes = [(each.commonest[0].made, each.evidence.unit) for each in views if each.commonest]
    if mistakes:
        found, unit = max(mistakes, key=lambda one: len(one[0].students))
        who = counted(len(found.students), "student")
        text = f"The commonest mistake is in {found.exercise.name} of {unit}: “{found.words}” ({who})."
        said.append(Sentence(text, f"{unit}-mistakes"))
    waiting = [(sum(one.count for one in each.waiting), each.evidence.unit) for each in views]
    most, unit = max(waiting)
    if most:
        answers = counted(sum(count for count, _ in waiting), "answer still waits", "answers still wait")
        said.append(Sentence(f"{answers} for a person to grade, most of them in {unit}.", f"{unit}-waiting"))
    return said


def _shown(mistake: Made, n_students: int, anonymous: Anonymous) -> Shown:
    author = mistake.example
    answer = author.work.answers.get(mistake.exercise.name, "")
    names = (author.student, author.name)
    return Shown(
        mistake,
        len(mistake.students) / n_students,
        shown(anonymous(answer, *names)),
        [shown(anonymous(message, *names)) for message in mistake.messages],
    )


def _bad(evidence: Evidence) -> list[tuple[str, list[Submission]]]:
    """Who came to which end, the rarest first: where many did, it may be the exercise."""
    found: dict[str, list[Submission]] = {}
    for submission in ended_badly(evidence):
        found.setdefault(submission.work.outcome, []).append(submission)
    return sorted(found.items(), key=lambda item: (len(item[1]), item[0]))


def _waiting(evidence: Evidence, formgrader: str) -> list[Waiting]:
    found = []
    for exercise in evidence.exercises:
        # In the order in which the formgrader goes from one to the next.
        waiting = sorted(
            each.entry.notebook for each in evidence.submissions if exercise.cell in each.entry.waiting
        )
        if waiting:
            first = f"{formgrader}/submissions/{quote(waiting[0], safe='')}/#{quote(exercise.cell, safe='')}"
            found.append(Waiting(exercise, len(waiting), first))
    return found


def _alike(evidence: Evidence) -> list[Pair]:
    """Near-identical code; a person who grades the written answers reads them side by side anyway."""
    written = {exercise.name for exercise in evidence.exercises if exercise.written}
    answers = {
        each.student: {name: text for name, text in each.work.answers.items() if name not in written}
        for each in evidence.submissions
    }
    names = {each.student: each.shown for each in evidence.submissions}
    found = []
    for one in alike(answers, evidence.stubs):
        others = counted(len(names) - len(one.students), "other student")
        said = (
            f"The same {one.same}: of {counted(one.out_of, 'passage')} they share {one.shared:,} "
            f"that none of the {others} wrote."
        )
        texts = tuple(shown(text) for text in one.example)
        found.append(Pair(one.exercise, [names[student] for student in one.students], said, texts))
    return found
