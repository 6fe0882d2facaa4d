"""Which notes are in how many submissions; those that differ only in what they name count as one."""

import re
from typing import NamedTuple

from genai_lab.grading.report.evidence import Evidence, Submission
from genai_lab.grading.session import OUTCOMES

_QUOTED = re.compile(r"(`[^`]*`|'[^']*'|\d+)")


class Note(NamedTuple):
    """A note, and in whose submissions it is, each with its own words."""

    words: str
    found: list[tuple[Submission, str]]


def notes(evidence: Evidence) -> list[Note]:
    """All notes of a class that say more than how a submission ended, the commonest first."""
    called = {name for exercise in evidence.exercises for name in (exercise.cell, exercise.name)}
    names = sorted(called, key=len, reverse=True)
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else _QUOTED
    found: dict[str, list[tuple[Submission, str]]] = {}
    for submission in evidence.submissions:
        for flag in further(submission):
            found.setdefault(_QUOTED.sub("…", named.sub("…", flag)), []).append((submission, flag))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Note(_words(key, each), each) for key, each in ordered]


def further(submission: Submission) -> list[str]:
    """The flags of a submission but for its end, which its outcome says already."""
    if submission.work.outcome == "malformed":
        return []
    ends = tuple(f"{outcome} at " for outcome in OUTCOMES)
    return [flag for flag in submission.work.flags if not flag.startswith(ends)]


def _words(key: str, found: list[tuple[Submission, str]]) -> str:
    """The note itself where all say the same."""
    own = {flag for _, flag in found}
    return own.pop() if len(own) == 1 else key
