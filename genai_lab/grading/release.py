"""From solutions/ to course/: nbgrader's own release, reproducible, and never over somebody's work."""

import io
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from genai_lab.grading.course import Course, CourseError, files_in, unit_in, units_in, write_atomically
from genai_lab.grading.digest import digest, is_as_released

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class StampRelease(NbGraderPreprocessor):  # type: ignore[misc]
    """The last step of a release: drop what differs from machine to machine, and add the digest.

    `nbgrader_config.py` appends it to nbgrader's own steps, so that the formgrader's button, `nbgrader
    generate_assignment` and `genai-lab release` write the same bytes.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Stamp one notebook."""
        notebook.metadata = NotebookNode(kernelspec=_KERNEL, language_info={"name": "python"})
        notebook.metadata.genai_lab = {"release": digest(nbformat.v4.writes(notebook))}
        return notebook, resources


@dataclass(frozen=True)
class Change:
    """A file of course/ that differs from what solutions/ generates."""

    path: Path
    content: bytes | None
    edited: bool = False

    @property
    def what(self) -> str:
        """What differs, in words."""
        if self.content is None:
            return "has no source in solutions/"
        if self.edited:
            return "was edited since it was released"
        return "is out of date" if self.path.exists() else "is missing"


def build(course: Course, units: Sequence[str], db_url: str | None = None) -> dict[Path, bytes]:
    """What solutions/ generates, by path relative to course/, with nothing in the course touched.

    Args:
        course: the course.
        units: names of units.
        db_url: a gradebook, into which the units' exercises and points are then entered.
    """
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Course(Path(temporary))
        for unit in units:
            source = unit_in(course.sources, unit)
            for relative in files_in(source):
                target = scratch.sources / unit / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / relative, target)
                if target.suffix == ".ipynb":
                    _require_cell_ids(source / relative)
            _generate(scratch, unit, course.config(), db_url)
        return {path: (scratch.releases / path).read_bytes() for path in files_in(scratch.releases)}


def changes(course: Course, units: Sequence[str] = ()) -> list[Change]:
    """Where course/ differs from what solutions/ generates, for some units or, by default, for all."""
    wanted = list(units) or units_in(course.sources)
    generated = build(course, wanted)
    found = []
    for relative, content in generated.items():
        path = course.releases / relative
        if not path.exists():
            found.append(Change(path, content))
        elif path.read_bytes() != content:
            found.append(Change(path, content, edited=not is_as_released(path)))
    for unit in units or units_in(course.releases):
        for relative in files_in(course.releases / unit):
            if Path(unit) / relative not in generated:
                found.append(Change(course.releases / unit / relative, None))
    return sorted(found, key=lambda change: change.path)


def release(course: Course, units: Sequence[str] = ()) -> list[Change]:
    """Bring course/ up to date and return what was written; where a file there was edited, write nothing."""
    found = changes(course, units)
    edited = [course.short(change.path) for change in found if change.edited]
    if edited:
        raise CourseError(
            "A release replaces only what an earlier release wrote; edited since then: "
            + ", ".join(edited)
            + ". Nothing was written. Move the edit to solutions/ (course/ is generated) or, to drop it, "
            "delete the file; then release again."
        )
    written = [change for change in found if change.content is not None]
    for change in written:
        write_atomically(change.path, change.content or b"")
    return written


def _generate(scratch: Course, unit: str, config: Any, db_url: str | None) -> None:
    """Run nbgrader's own release in a scratch course, with a gradebook or without."""
    config.CourseDirectory.root = str(scratch.root)
    config.CourseDirectory.assignment_id = unit
    if db_url:
        config.CourseDirectory.db_url = db_url
    else:
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    said = io.StringIO()
    log = logging.Logger(__name__)
    log.addHandler(logging.StreamHandler(said))
    try:
        GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
    except NbGraderException as error:
        raise CourseError(f"nbgrader could not release {unit}:\n{said.getvalue().strip()}") from error


def _require_cell_ids(path: Path) -> None:
    """Without ids of their own cells get random ones, and each release would differ from the last."""
    try:
        ids = [cell.get("id") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(f"A source is a notebook of format 4; {path} is none.") from None
    if None in ids or len(set(ids)) < len(ids):
        raise CourseError(
            f"Each cell of a source notebook has an id of its own (notebook format 4.5); {path} has "
            f"{len(ids)} cells and {len(set(ids) - {None})} ids. Save it once from JupyterLab."
        )
