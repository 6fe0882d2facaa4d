"""From what an LMS exports to submitted/<student>/<unit>/: one bad file never stops the class.

nbgrader's `zip_collect` stops at the first duplicate, unpacks before it looks, and with --force deletes what
was there. This keeps its extension point, the collector plugin with its `named_regexp`, and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import ZipCollectApp
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import default

from genai_lab.grading.course import Course, write_atomically
from genai_lab.grading.inbox import Arrival, arrivals_in
from genai_lab.grading.submission import UnreadableSubmission, explain, read_submission, why_unread

_STUDENT = re.compile(r"\w[\w.@-]*")
_UNIT_FOLDER = re.compile(r"\d\d_\w+")
_LATE = re.compile(r"_LATE(?=_\d+_)")
_DUPLICATE = re.compile(r"(?: \((\d+)\)|-(\d+))$")  # a browser's "name (1)", an LMS's "name-1"


class LMSCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells the student from a path, as Canvas, Moodle or a person with one folder a student would write it.

    ========================================================  ====================================
    ada/notebook.ipynb                                        ada
    lovelace_ada_12345_01_first_models.ipynb                  lovelace_ada_12345
    lovelaceada_LATE_12345_67890_01_first_models-1.ipynb      lovelaceada_12345 (67890: the upload)
    Ada Lovelace_12345_assignsubmission_file_/any.ipynb       Ada_Lovelace_12345
    ========================================================  ====================================
    """

    @default("named_regexp")
    def _named_regexp(self) -> str:
        return (
            r"(?P<student_id>[^/]+?)"
            r"(?:_assignsubmission_[a-z]+(?:_/?|/)|/|_(?=\d\d_[A-Za-z])|(?<=\d)_\d{3,}_(?!\d{3,}_))"
            r"(?P<file_id>.+)"
        )

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Answer nbgrader's question about one file: whose is it, and which?"""
        path = PurePosixPath(submitted_file)
        name = _LATE.sub("", path.name)
        folders = [part for part in path.parent.parts if part != "/" and not _UNIT_FOLDER.fullmatch(part)]
        candidates = [f"{folders[-1]}/{name}", name] if folders else [name]
        if path.is_absolute():
            # nbgrader's own command asks with folders that are not the student's.
            candidates.reverse()
        found = next((match for match in map(self._match, candidates) if match), None)
        if found is None:
            return None
        student = re.sub(r"\s+", "_", found["student_id"].strip())
        return {
            **found,
            "student_id": student,
            "file_id": _DUPLICATE.sub("", PurePosixPath(found["file_id"]).stem),
        }


@dataclass(frozen=True)
class Outcome:
    """One line of the table: who, what arrived, what was done."""

    student: str
    arrived: str
    done: str
    replaced: bool = False


def collect(course: Course, unit: str, paths: Sequence[Path], *, force: bool = False) -> list[Outcome]:
    """Bring the files in folders and zip archives into submitted/.

    Args:
        course: the course, whose release of the unit says what a submission looks like.
        unit: the unit that was handed in.
        paths: folders, zip archives or single files, as an LMS exported them.
        force: let a new submission replace an earlier one, which is then kept beside it.
    """
    released = nbformat.read(course.released(unit), as_version=4)
    app = ZipCollectApp(config=course.config())
    plugin: FileNameCollectorPlugin = app.collector_plugin(parent=app)
    outcomes: list[Outcome] = []
    by_student: dict[str, list[Arrival]] = defaultdict(list)
    for path in paths:
        for student, arrival in _attribute(plugin, arrivals_in(path)):
            refusal = arrival.refusal or _refuse_name(student)
            if refusal:
                outcomes.append(Outcome(student or "?", str(arrival.path), f"refused: {refusal}"))
            elif student:
                by_student[student].append(arrival)
    for student, arrivals in by_student.items():
        *earlier, last = sorted(arrivals, key=_order)
        outcomes.append(_take(course, unit, student, last, released, force))
        outcomes += [Outcome(student, str(file.path), "passed over for the other file") for file in earlier]
    return sorted(outcomes, key=lambda outcome: (outcome.student, outcome.arrived))


def _attribute(
    plugin: FileNameCollectorPlugin, arrivals: Sequence[Arrival]
) -> list[tuple[str | None, Arrival]]:
    """Say whose each file is, looking past a folder that only wraps the whole export."""

    def students(paths: Sequence[PurePosixPath]) -> list[str | None]:
        found = [plugin.collect(str(path)) for path in paths]
        return [match["student_id"] if match else None for match in found]

    paths = [arrival.path for arrival in arrivals]
    named = students(paths)
    while (
        len(paths) > 1
        and all(len(path.parts) > 1 for path in paths)
        and len({p.parts[0] for p in paths}) == 1
    ):
        paths = [PurePosixPath(*path.parts[1:]) for path in paths]
        inner = students(paths)
        # One folder around everything is a wrapper only if what is inside tells students apart.
        if all(inner) or len(set(inner) - {None}) > 1:
            named = inner
    return list(zip(named, arrivals, strict=True))


def _refuse_name(student: str | None) -> str | None:
    if student is None:
        return "its name does not say whose it is, as <student>_<unit>.ipynb would"
    if not _STUDENT.fullmatch(student):
        return "a student is named with letters, digits and _ . @ - only"
    return None


def _order(arrival: Arrival) -> tuple[bool, tuple[int, ...], int, str]:
    """Of several files from one student the last is taken, and a notebook before anything else."""
    duplicate = _DUPLICATE.search(arrival.path.stem)
    number = int(duplicate[1] or duplicate[2]) if duplicate else 0
    return arrival.path.suffix.lower() == ".ipynb", arrival.date, number, arrival.path.name


def _take(
    course: Course, unit: str, student: str, arrival: Arrival, released: NotebookNode, force: bool
) -> Outcome:
    """Put one student's file where nbgrader looks for it."""
    target = course.submitted / student / unit / f"{unit}.ipynb"
    original = target.parent / "original" / arrival.path.name
    content = b""
    try:
        content = arrival.read()
        notebook = read_submission(content, released)
        done = "collected" if arrival.path.stem.endswith(unit) else "collected under its right name"
    except UnreadableSubmission as reason:
        kept = course.short(original) if content else None
        notebook = explain(released, arrival.path.name, str(reason), kept)
        done = f"earns 0, and the feedback says why: {reason}"
    replaced = target.exists()
    if replaced and _cells(target) == [(cell.cell_type, cell.source) for cell in notebook.cells]:
        return Outcome(student, str(arrival.path), "the same as collected before")
    if replaced and not force:
        return Outcome(
            student, str(arrival.path), "differs from the earlier one, which stays; --force replaces it"
        )
    try:
        if content and why_unread(notebook):
            _set_aside(original)
            write_atomically(original, content)
        aside = _set_aside(target)
        write_atomically(target, (nbformat.writes(notebook) + "\n").encode())
    except OSError as error:
        return Outcome(student, str(arrival.path), f"refused: it could not be written ({error.strerror})")
    if aside:
        done += f"; the earlier one is now {aside.name}"
    return Outcome(student, str(arrival.path), done, replaced)


def _cells(path: Path) -> list[tuple[str, str]] | None:
    try:
        return [(cell.cell_type, cell.source) for cell in nbformat.read(path, as_version=4).cells]
    # Another tool put it there, and it may be anything.
    except Exception:
        return None


def _set_aside(path: Path) -> Path | None:
    """Give a file that is about to be replaced a name of its own, which no nbgrader command looks at."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.name}.earlier-{number}")).exists():
        number += 1
    return path.rename(aside)
