"""Where a course keeps its notebooks, and the one kind of error that its commands raise."""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIG = "nbgrader_config.py"
_UNIT = re.compile(r"\d\d_\w+", re.ASCII)


class CourseError(Exception):
    """What a command cannot do: the rule, what arrived and what to do, for the person at the keyboard."""


@dataclass(frozen=True)
class Course:
    """A course directory in nbgrader's sense: the folder that holds `nbgrader_config.py`."""

    root: Path

    @classmethod
    def around(cls, path: Path) -> "Course":
        """The course that holds `path`, which may be any folder inside it."""
        path = path.resolve()
        for folder in (path, *path.parents):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise CourseError(
            f"The course is the folder that holds {CONFIG}, and neither {path} nor a folder above it does: "
            "change into the course first."
        )

    @property
    def sources(self) -> Path:
        """The instructor's notebooks."""
        return self.root / "solutions"

    @property
    def releases(self) -> Path:
        """The students' notebooks, generated from the sources."""
        return self.root / "course"

    @property
    def work(self) -> Path:
        """A student's own copies."""
        return self.root / "work"

    @property
    def submitted(self) -> Path:
        """What students handed in, in nbgrader's layout."""
        return self.root / "submitted"

    def autograded(self, student: str, unit: str) -> Path:
        """Where a student's graded notebook lies, or will."""
        return self.root / "autograded" / student / unit / f"{unit}.ipynb"

    def released(self, unit: str) -> Path:
        """The released notebook of a unit, which must be there."""
        path = unit_in(self.releases, unit) / f"{unit}.ipynb"
        if not path.is_file():
            raise CourseError(
                f"A released unit holds a notebook of its name; there is no {self.short(path)}."
            )
        return path

    def config(self) -> Any:
        """What `nbgrader_config.py` says, as a traitlets configuration."""
        from traitlets.config.loader import PyFileConfigLoader

        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    def short(self, path: Path) -> str:
        """The path as seen from the course, or in full where it lies outside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def units_in(folder: Path) -> list[str]:
    """The names of the units (two digits, an underscore, a word) that lie in a folder, in order."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and _UNIT.fullmatch(path.name))


def unit_in(folder: Path, unit: str) -> Path:
    """The folder of a unit, which must be one of those in `folder`."""
    known = units_in(folder)
    if unit not in known:
        raise CourseError(
            f"A unit is a folder of {folder}; got {unit!r}. The units there: {', '.join(known) or 'none'}."
        )
    return folder / unit


def files_in(folder: Path) -> list[Path]:
    """All files below a folder, relative to it and in order, without what editors and Python leave behind."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if path.suffix != ".pyc"
        and not any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    )


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, so that an interruption never leaves half a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes files that only their owner can read.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
