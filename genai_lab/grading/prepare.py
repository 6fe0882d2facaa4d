"""From the file that was handed in to the notebook that is graded: read, and rebuilt from the source.

It is plain work on text, which whoever grades the notebook does first, on this machine or another.
"""

import functools
import json
import zlib
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from genai_lab.grading.matching import Place, places_of
from genai_lab.grading.mend import Reader
from genai_lab.grading.normalise import Normalised, rebuilt
from genai_lab.grading.submission import UnreadableSubmission, read_submission, why_unread


@dataclass(frozen=True)
class Pattern:
    """The two notebooks that a submission is read against, as compressed JSON: small on a wire.

    Args:
        source: the instructor's.
        released: what students got.
    """

    source: bytes
    released: bytes

    @classmethod
    def of(cls, source: NotebookNode, released: NotebookNode) -> "Pattern":
        """The pattern of a unit."""
        return cls(*(zlib.compress(json.dumps(notebook).encode()) for notebook in (source, released)))


@dataclass(frozen=True)
class Unread:
    """A submission that cannot be read: why, and what `collect` has told the student about it."""

    reason: str
    said: str | None = None


def prepare(pattern: Pattern, content: bytes) -> Normalised | Unread:
    """Read a submission and rebuild it; nothing that a student may have put there raises."""
    places, released = _taken_apart(pattern)
    try:
        submitted = read_submission(content, released)
    except UnreadableSubmission as reason:
        return Unread(str(reason))
    unread = why_unread(submitted)
    if unread:
        return Unread(str(unread), str(submitted.cells[0].source))
    return rebuilt(submitted, places)


@functools.lru_cache(maxsize=4)
def _taken_apart(pattern: Pattern) -> tuple[list[Place], NotebookNode]:
    """The cells of the source, and the released notebook: the same for all submissions."""
    source, released = (
        nbformat.from_dict(json.loads(zlib.decompress(packed)))
        for packed in (pattern.source, pattern.released)
    )
    return places_of(source, Reader()), released
