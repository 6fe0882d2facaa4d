"""The files in an export, from a folder or a zip archive, none of which is trusted or unpacked."""

import stat
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from genai_lab.grading.course import CourseError
from genai_lab.grading.submission import UnreadableSubmission

LIMIT = 50 * 2**20  # bytes in one file; a notebook full of pictures has a tenth
_NOISE = {"__MACOSX", "Thumbs.db", "desktop.ini"}  # what systems leave in folders beside hidden files


@dataclass(frozen=True)
class Arrival:
    """One file as it came: its path in the export, its date, and how to read it.

    `refusal` says why it will not be looked at; `read` raises UnreadableSubmission.
    """

    path: PurePosixPath
    date: tuple[int, ...]
    read: Callable[[], bytes]
    refusal: str | None = None


def arrivals_in(path: Path) -> list[Arrival]:
    """List the files of an export: a folder, a zip archive, or one file that a student handed in.

    Raises:
        CourseError: if there is nothing at the path, or an archive is broken.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_symlink() or file.is_file())
        found = [_from_file(file, file.relative_to(path)) for file in files]
    elif path.suffix.lower() == ".zip" and path.is_file():
        try:
            with zipfile.ZipFile(path) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        except zipfile.BadZipFile as error:
            raise CourseError(
                f"An export is a folder or a zip archive; {path} is a broken archive ({error})."
            ) from None
        found = [_from_entry(path, entry) for entry in entries]
    elif path.is_file():
        found = [_from_file(path, Path(path.name))]
    else:
        raise CourseError(f"An export is a folder or a zip archive; there is nothing at {path}.")
    found = [arrival for arrival in found if not _is_noise(arrival.path)]
    if not found:
        raise CourseError(f"An export is a folder or a zip archive with files in it; {path} has none.")
    return found


def _from_file(file: Path, relative: Path) -> Arrival:
    link = "it is a link, and what it leads to was not handed in" if file.is_symlink() else None
    date = time.gmtime(file.lstat().st_mtime)[:6]
    return Arrival(PurePosixPath(relative), date, partial(_read_file, file), link)


def _from_entry(archive: Path, entry: zipfile.ZipInfo) -> Arrival:
    name = PurePosixPath(entry.filename)
    refusal = None
    # zipfile itself would mend such a name silently, and so hide that somebody tried.
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in name.parts[0]:
        refusal = "its path leads out of the archive"
    elif stat.S_ISLNK(entry.external_attr >> 16):
        refusal = "it is a link, and what it leads to was not handed in"
    return Arrival(name, entry.date_time, partial(_read_entry, archive, entry), refusal)


def _read_file(file: Path) -> bytes:
    try:
        with file.open("rb") as handle:
            return _within_limit(handle.read(LIMIT + 1))
    except OSError as error:
        raise UnreadableSubmission(f"it cannot be opened ({error.strerror})") from None


def _read_entry(archive: Path, entry: zipfile.ZipInfo) -> bytes:
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(entry) as handle:
            return _within_limit(handle.read(LIMIT + 1))
    # Respectively: damaged twice over, encrypted, compressed in a way that zipfile does not know.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        raise UnreadableSubmission("it is damaged or encrypted in the archive it came in") from None


def _within_limit(content: bytes) -> bytes:
    if len(content) > LIMIT:
        raise UnreadableSubmission(f"it is larger than {LIMIT // 2**20} MB")
    return content


def _is_noise(path: PurePosixPath) -> bool:
    hidden = (part.startswith(".") and not part.startswith("..") for part in path.parts)
    return any(hidden) or not _NOISE.isdisjoint(path.parts)
