"""What lies in submitted/: one folder a student, none of it trusted, and no link followed."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.inbox import arrivals_in
from genai_lab.grading.names import is_text, printable
from genai_lab.grading.submission import (
    UnreadableSubmission,
    candidates,
    no_notebook,
    read_regular,
    read_submission,
    touched,
)

_TIMESTAMP = "timestamp.txt"
_LONGEST_NAME = 128  # nbgrader's column
_MOST_FILES = 10  # read in search of the work


@dataclass(frozen=True)
class HandedIn:
    """A student's folder for one unit; `refusal` says why nothing in it is looked at."""

    student: str
    folder: Path
    refusal: str | None = None


@dataclass(frozen=True)
class Content:
    """What is in it: the notebook's bytes or, where there are none, why."""

    name: str
    notebook: bytes
    unread: str | None
    timestamp: datetime | None
    flags: tuple[str, ...]
    digest: str


def handed_in(course: Course, unit: str, students: Collection[str] = ()) -> list[HandedIn]:
    """The submissions of a unit in alphabetical order, of all students or of some.

    Raises:
        CourseError: if there is none, or none of somebody who is named.
    """
    submitted = course.submitted
    entries = sorted(os.scandir(submitted), key=lambda entry: entry.name) if submitted.is_dir() else []
    found = [each for entry in entries if (each := _of(entry, unit))]
    missing = sorted(set(students) - {each.student for each in found})
    if missing or not found:
        whose = f"of {', '.join(missing)}" if missing else "of anybody"
        raise CourseError(
            f"A submission lies in {course.short(submitted)}/<student>/{unit}/, and there is none {whose}. "
            "`genai-lab collect` brings in what an LMS exports."
        )
    return [each for each in found if not students or each.student in students]


def _of(entry: "os.DirEntry[str]", unit: str) -> HandedIn | None:
    """What one entry of submitted/ holds for the unit."""
    folder = Path(entry.path) / unit
    if entry.name.startswith(".") or not entry.is_dir():
        return None
    refusal = None
    try:
        if not is_text(entry.name):
            refusal = (
                "the folder's name is not valid UTF-8, and the gradebook cannot hold it: rename the folder"
            )
        elif entry.is_symlink():
            refusal = "the student's folder is a link, and what it leads to was not handed in"
        elif stat.S_ISLNK(mode := folder.lstat().st_mode):
            refusal = "the unit's folder is a link, and what it leads to was not handed in"
        elif not stat.S_ISDIR(mode):
            refusal = "where the unit's folder should be, there is a file"
    except FileNotFoundError:
        if not folder.with_suffix(".ipynb").is_file():
            return None
        refusal = f"the notebook lies beside the folder {unit}/ that it belongs in: move it there"
    except OSError as error:
        refusal = f"it cannot be opened ({error.strerror})"
    return HandedIn(entry.name, folder, refusal)


def look_into(submission: HandedIn, unit: str, released: NotebookNode) -> Content:
    """Read the notebook and the timestamp; never raises for anything that a student may have put there."""
    name, notebook, unread = f"{unit}.ipynb", b"", submission.refusal
    stamp, flags = b"", _flags_of_name(submission.student)
    try:
        if unread is None:
            name, notebook = _best(candidates(submission.folder, unit), released)
    except UnreadableSubmission as reason:
        unread = str(reason)
    except OSError as error:
        unread = f"it cannot be opened ({error.strerror})"
    timestamp = None
    if submission.refusal is None and os.path.lexists(submission.folder / _TIMESTAMP):
        try:
            stamp = read_regular(submission.folder / _TIMESTAMP)
            # nbgrader takes "+0100", apart from the time, for a hundred seconds.
            timestamp = parse_utc(re.sub(r" ([+-]\d\d:?\d\d)$", r"\1", stamp.decode().strip()))
        # A parser of dates meets whatever was written there, and raises whatever comes to it.
        except Exception:
            flags = (*flags, f"{_TIMESTAMP} holds no date and was ignored")
    parts = (hashlib.sha256(part).hexdigest() for part in (notebook, (unread or "").encode(), stamp))
    return Content(name, notebook, unread, timestamp, flags, " ".join(parts))


def _best(paths: Sequence[Path], released: NotebookNode) -> tuple[str, bytes]:
    """The first file with work of this unit in it, else the first that can be read, else why none can."""
    files = [file for path in paths[:_MOST_FILES] for file in _files(path)][:_MOST_FILES]
    read: list[tuple[str, bytes]] = []
    refused: list[UnreadableSubmission] = []
    for name, reader in files:
        try:
            content = reader()
            if len(files) == 1 or touched(read_submission(content, released), released):
                return printable(name), content
            read.append((printable(name), content))
        except UnreadableSubmission as reason:
            refused.append(reason)
    if read:
        return read[0]
    raise refused[0] if ".ipynb" in paths[0].name.lower() else no_notebook(paths)


def _files(path: Path) -> list[tuple[str, Callable[[], bytes]]]:
    """A file's name and how to read it; of an archive those of the notebooks in it."""
    if path.suffix.lower() != ".zip":
        return [(path.name, partial(read_regular, path))]
    try:
        arrivals = arrivals_in(path)
    except CourseError:
        return []
    notebooks = [each for each in arrivals if each.path.suffix.lower() == ".ipynb" and not each.refusal]
    return [(each.path.name, each.read) for each in notebooks]


def _flags_of_name(student: str) -> tuple[str, ...]:
    """What in a student's name will trouble nbgrader later."""
    flags = []
    if any(letter in student for letter in "[\n\r"):
        flags.append("nbgrader writes no feedback page for a student of such a name")
    if len(student) > _LONGEST_NAME:
        flags.append(f"PostgreSQL stores no student's name of more than {_LONGEST_NAME} letters")
    return tuple(flags)
