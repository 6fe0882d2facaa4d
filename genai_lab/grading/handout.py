"""What students get: their own copy of a unit, and the archive that holds the course for them."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from genai_lab.grading.course import CONFIG, Course, CourseError, files_in, units_in, write_atomically
from genai_lab.grading.digest import is_as_released, release_of

# What installs and explains the course. Sources, tests and answers are never listed, so they cannot slip in.
_TOP = ("README.md", "LICENSE", "Makefile", "pyproject.toml", "constraints.txt", "environment.yml", CONFIG)
_FOLDERS = ("course", "genai_lab", "docs/images")
# The first moment that a zip archive can name: the same content always gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def start(course: Course, units: Sequence[str]) -> Iterator[str]:
    """Copy units to work/, never over a file that is there, and say for each what was done.

    Args:
        course: the course.
        units: names of units; none means all of them.
    """
    for unit in units or units_in(course.releases):
        released = course.released(unit)
        own = course.work / unit / released.name
        fresh = not own.exists()
        for relative in files_in(course.releases / unit):
            target = course.work / unit / relative
            if not target.exists():
                write_atomically(target, (course.releases / unit / relative).read_bytes())
        if fresh:
            yield f"{course.short(own)} is yours: open it, fill in the exercises, run the checks below each."
        elif release_of(own) == release_of(released):
            yield f"{course.short(own)} was there already; it stays as it is."
        else:
            yield (
                f"{course.short(own)} was there already; it stays as it is. It comes from an earlier "
                f"release; the new one is {course.short(released)}. To begin anew from it, rename your "
                "file and run this again."
            )


def bundle(course: Course, output: Path) -> list[str]:
    """Zip what students need, byte for byte the same for the same course, and return the names in it.

    Raises:
        CourseError: if a notebook of course/ was edited, and so may hold solutions or outputs.
    """
    if not units_in(course.releases):
        raise CourseError(
            f"A bundle holds released units, and {course.releases} has none: run `genai-lab release`."
        )
    released = [course.releases / path for path in files_in(course.releases)]
    edited = [course.short(path) for path in released if path.suffix == ".ipynb" and not is_as_released(path)]
    if edited:
        raise CourseError(
            f"A bundle holds notebooks as they were released; edited since: {', '.join(edited)}. "
            "Delete them and run `genai-lab release`, or keep the edits elsewhere."
        )
    names = [name for name in _TOP if (course.root / name).is_file()]
    for folder in _FOLDERS:
        names += [f"{folder}/{path.as_posix()}" for path in files_in(course.root / folder)]
    output.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"genai_lab/{name}", date_time=_EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (course.root / name).read_bytes())
    return sorted(names)
