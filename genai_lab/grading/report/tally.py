"""The class in numbers: who got how far in each exercise, and how many made which mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.report.mistakes import Kind, Mistake
from genai_lab.grading.report.results import Exercise

_SURELY = 1e-6  # points that rounding may cost


@dataclass(frozen=True)
class Passed:
    """How far the class got in one exercise.

    Args:
        exercise: which.
        full: how many have all points.
        part: some points.
        none: an answer, and no points.
        blank: no answer, or none that could be read.
        waiting: an answer that a person has still to grade; counted nowhere else.
        average: points, over all who handed in and do not wait.
    """

    exercise: Exercise
    full: int
    part: int
    none: int
    blank: int
    waiting: int
    average: float

    @property
    def judged(self) -> int:
        """How many have their points."""
        return self.full + self.part + self.none + self.blank

    @property
    def rate(self) -> float:
        """The share of those who have all points."""
        return self.full / self.judged if self.judged else 0.0

    @property
    def said(self) -> str:
        """All of it in words."""
        counts = {
            "all points": self.full,
            "some": self.part,
            "none": self.none,
            "no answer": self.blank,
            "not graded yet": self.waiting,
        }
        return " · ".join(f"{count:,} {what}" for what, count in counts.items() if count)


@dataclass(frozen=True)
class Made:
    """A mistake and who made it.

    Args:
        exercise: in which.
        words: what it is.
        also: in what other words just the same students were told of it.
        kind: whether a check named it.
        students: in alphabetical order.
        example: whose answer shows it best.
        messages: what that student read.
    """

    exercise: Exercise
    words: str
    also: tuple[str, ...]
    kind: Kind
    students: tuple[Submission, ...]
    example: Submission
    messages: tuple[str, ...]


# Those who made a mistake, each with the words in which it was told.
_Cases = list[tuple[Submission, Mistake]]


def passed(evidence: Evidence) -> list[Passed]:
    """How far the class got, by exercise."""
    return [_passed(exercise, evidence) for exercise in evidence.exercises]


def made(evidence: Evidence) -> list[Made]:
    """Which mistake how many made, commonest first.

    What just the same students were told in one exercise, in several parts and words, is one mistake.
    """
    found: dict[tuple[str, str], _Cases] = {}
    for submission in evidence.submissions:
        for cell, mistakes in submission.work.mistakes.items():
            for mistake in mistakes:
                found.setdefault((cell, mistake.key), []).append((submission, mistake))
    same: dict[tuple[str, tuple[str, ...]], list[_Cases]] = {}
    for (cell, _), cases in found.items():
        same.setdefault((cell, tuple(submission.student for submission, _ in cases)), []).append(cases)
    exercises = {exercise.cell: exercise for exercise in evidence.exercises}
    every = [_made(exercises[cell], told) for (cell, _), told in same.items() if cell in exercises]
    return sorted(every, key=lambda one: (-len(one.students), one.kind == "unknown", one.words))


def blank(submission: Submission, exercise: Exercise, stub: str | None) -> bool:
    """Whether a submission holds no answer to an exercise."""
    if submission.work.outcome == "malformed" or exercise.cell in submission.work.unwritten:
        return True
    answer = submission.work.answers.get(exercise.name)
    return answer is not None and stub is not None and answer.strip() in ("", stub.strip())


def _passed(exercise: Exercise, evidence: Evidence) -> Passed:
    counts = {"full": 0, "part": 0, "none": 0, "blank": 0, "waiting": 0}
    points = 0.0
    for submission in evidence.submissions:
        score = submission.entry.scores.get(exercise.cell, 0.0)
        if exercise.cell in submission.entry.waiting:
            counts["waiting"] += 1
            continue
        points += score
        if score >= exercise.out_of - _SURELY:
            counts["full"] += 1
        elif score > _SURELY:
            counts["part"] += 1
        else:
            counts["blank" if blank(submission, exercise, evidence.stubs.get(exercise.name)) else "none"] += 1
    judged = len(evidence.submissions) - counts["waiting"]
    return Passed(exercise, **counts, average=points / judged if judged else 0.0)


def _made(exercise: Exercise, told: Sequence[_Cases]) -> Made:
    """One mistake; a phrase that a check has for it says more than a sentence about its symptom."""

    def is_symptom(cases: _Cases) -> bool:
        mistake = cases[0][1]
        return mistake.kind != "named" or mistake.message.startswith(mistake.words)

    def clearness(submission: Submission) -> tuple[int, int, str]:
        answer = submission.work.answers.get(exercise.name, "")
        return len(submission.work.mistakes[exercise.cell]), len(answer), answer

    main, *others = sorted(told, key=is_symptom)
    students = tuple(submission for submission, _ in main)
    example = min(students, key=clearness)
    messages = (
        mistake.message for cases in (main, *others) for submission, mistake in cases if submission is example
    )
    return Made(
        exercise,
        _words(main),
        tuple(map(_words, others)),
        main[0][1].kind,
        students,
        example,
        tuple(dict.fromkeys(messages)),
    )


def _words(cases: _Cases) -> str:
    """What all were told, with the numbers in which all agree."""
    words = {mistake.words for _, mistake in cases}
    return words.pop() if len(words) == 1 else cases[0][1].key
