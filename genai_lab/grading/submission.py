"""Read one submitted file: a notebook of this unit, or the reason in words why it is none."""

import errno
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from genai_lab.grading.matching import key, label_of
from genai_lab.grading.mend import Reader, clean
from genai_lab.grading.structure import repaired_notebook, valid_notebook

# What students hand in by mistake, told by how the file begins.
_BEGINNINGS = {
    b"%PDF": "it is a PDF",
    b"PK\x03\x04": "it is a zip archive or an Office document, such as Word writes",
    b"\xd0\xcf\x11\xe0": "it is an old Office document, such as Word writes",
    b"{\\rtf": "it is a rich-text document",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
}
_LARGEST = 64 * 2**20  # bytes; a notebook full of pictures has a tenth
_PARTS = 100_000  # objects and lists; a notebook has thousands, and each takes a kilobyte to read
_LONG = 80  # characters that two units hardly share by chance
# Browsers and Windows add a second ending to one that they do not know.
_NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json))?$", re.I)
_INSTEAD = (".json", ".txt", "", ".download", ".zip")  # what is left of the ending, or came in its place
_LINK = "it is a link, not a file"
_OTHERS = {".pdf": "a PDF", ".zip": "a zip archive", ".html": "a web page", ".py": "a Python file"}


class UnreadableSubmission(Exception):
    """Why a file is not a notebook of the unit, as the end of a sentence: "it is a PDF"."""


def candidates(folder: Path, unit: str) -> list[Path]:
    """What may be the notebook that a student handed in, the likeliest first; no link is followed.

    Args:
        folder: the student's folder for the unit, `submitted/<student>/<unit>`.
        unit: the unit, after which the notebook should be called.

    Raises:
        UnreadableSubmission: there is nothing, as the end of a sentence.
    """
    if folder.is_symlink():
        raise UnreadableSubmission(_LINK)
    found = sorted(_below(folder), key=lambda path: (len(path.parts), str(path)))
    notebooks = [path for path in found if _NOTEBOOK.search(path.name)]
    right = folder / f"{unit}.ipynb"

    def merit(path: Path) -> tuple[bool, bool, int, bool, int]:
        status = path.lstat()
        regular = stat.S_ISREG(status.st_mode)
        named = path.name.startswith(unit)
        return not regular, path != right, len(path.parts), not named, -status.st_mtime_ns

    if notebooks:
        return sorted(notebooks, key=merit)
    others = [path for path in found if path.suffix.lower() in _INSTEAD]
    if not others:
        raise no_notebook(found)
    return sorted(others, key=merit)


def no_notebook(found: Sequence[Path]) -> UnreadableSubmission:
    """Say that none of these files is a notebook, and what one of them is instead."""
    kinds = (_OTHERS.get(path.suffix.lower()) for path in found)
    other = next((kind for kind in kinds if kind), None)
    return UnreadableSubmission("there is no notebook in it" + (f", only {other}" if other else ""))


def touched(notebook: NotebookNode, released: NotebookNode) -> bool:
    """Whether a notebook holds anything that the release does not."""
    ours = {key(cell.source) for cell in released.cells}
    return any(cell.source.strip() and key(clean(cell.source)) not in ours for cell in notebook.cells)


def read_regular(path: Path) -> bytes:
    """The content of a file that is no link, pipe or device, and not too large; nothing else is opened.

    Raises:
        UnreadableSubmission: the reason, as the end of a sentence.
    """
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write; Windows has neither flag.
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        if path.is_symlink():
            raise UnreadableSubmission(_LINK)
        opened = os.open(path, flags)
        try:
            _require_regular(os.fstat(opened))
            with open(opened, "rb", closefd=False) as file:
                content = file.read(_LARGEST + 1)
        finally:
            os.close(opened)
    except OSError as error:
        reason = _LINK if error.errno == errno.ELOOP else f"it cannot be opened ({error.strerror})"
        raise UnreadableSubmission(reason) from None
    _require_size(content)
    return content


def read_submission(content: bytes, released: NotebookNode) -> NotebookNode:
    """The notebook in a submitted file, in today's format and with a valid structure.

    Args:
        content: the file, whatever it is.
        released: the unit's released notebook; a submission shares exercises with it.

    Raises:
        UnreadableSubmission: the reason, for the student to read.
    """
    _require_size(content)
    notebook = _parse(_decode(content))
    if not _same_unit(notebook, released):
        raise UnreadableSubmission("it is a notebook, but holds none of this unit's exercises")
    return notebook


def explain(released: NotebookNode, name: str, reason: str, kept: str | None) -> NotebookNode:
    """The untouched release, which earns 0, with a first cell that says why the submission was not read.

    Args:
        released: the unit's released notebook.
        name: what the submitted file was called.
        reason: why it could not be read.
        kept: where it is kept, or None where there was nothing in it to keep.
    """
    notebook = nbformat.from_dict(json.loads(json.dumps(released)))
    text = (
        "## What you handed in could not be graded\n\n"
        f"`{_quotable(name)}` could not be read as a notebook of this unit: {reason}. "
        "What follows is the notebook as it was released, without your work, and so it earns no points."
        + (f" Your file is kept as `{_quotable(kept)}`." if kept else "")
        + "\n\n"
        "To hand in a notebook, save it in JupyterLab and upload the file that ends in `.ipynb`."
    )
    notebook.cells.insert(
        0, new_markdown_cell(text, id="not-read", metadata={"genai_lab": {"reason": reason}})
    )
    return notebook


def why_unread(notebook: NotebookNode) -> str | None:
    """The reason that `explain` wrote into a notebook, or None for what a student handed in."""
    reasons = (cell.metadata.get("genai_lab", {}).get("reason") for cell in notebook.cells[:1])
    return next(reasons, None)


def _below(folder: Path) -> Iterator[Path]:
    """Everything below a folder but folders, links among it, and what editors and Jupyter leave behind."""
    for path, folders, files in os.walk(folder, followlinks=False):
        links = [name for name in folders if (Path(path) / name).is_symlink() or _NOTEBOOK.search(name)]
        folders[:] = [
            name
            for name in folders
            if not os.path.islink(os.path.join(path, name))
            and not name.startswith(".")
            and name != "__MACOSX"
        ]
        yield from (Path(path) / name for name in [*files, *links] if not name.startswith("."))


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UnreadableSubmission(_LINK)
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableSubmission("it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSubmission("it is a pipe or a device, not a file")


def _require_size(content: bytes) -> None:
    if len(content) > _LARGEST:
        raise UnreadableSubmission(f"it is larger than {_LARGEST // 2**20} MB; clear its outputs")


def _decode(content: bytes) -> str:
    if not content.strip():
        raise UnreadableSubmission("it is empty")
    for beginning, reason in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise UnreadableSubmission(reason)
    # JSON comes in UTF-8, 16 or 32, told by its first bytes; an old Windows editor writes cp1252.
    for encoding in (json.detect_encoding(content), "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise UnreadableSubmission("it is no text file")


def _parse(text: str) -> NotebookNode:
    if text.count("{") + text.count("[") > _PARTS:
        raise UnreadableSubmission(f"it has more than {_PARTS:,} parts; clear its outputs")
    try:
        # Tabs within a text and zeros after the end are no JSON, and harm nobody.
        raw = json.loads(text.strip("\ufeff\0 \r\n\t"), strict=False)
    except ValueError as error:
        where = f" from line {error.lineno} on" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableSubmission(f"it is not, or only in part, a notebook: no JSON{where}") from None
    except RecursionError:
        raise UnreadableSubmission("it is nested too deeply for a notebook") from None
    if not isinstance(raw, dict) or not {"nbformat", "cells"} & set(raw) or not _mend(raw):
        raise UnreadableSubmission("it is JSON, but not a notebook")
    try:
        return valid_notebook(json.dumps(raw))
    # The readers meet whatever a broken notebook holds, and raise whatever Python raises on it.
    except Exception as error:
        repaired = repaired_notebook(raw)
        if repaired is None:
            said = clean(str(error)).strip().split("\n")[0][:100]
            raise UnreadableSubmission(f"its structure is not a notebook's ({said})") from None
        return repaired


def _mend(raw: dict[str, Any]) -> bool:
    """Versions and lines as other tools write them, in place; whether the version is one."""
    for name in {"nbformat", "nbformat_minor"} & set(raw):
        if not re.fullmatch(r"\d{1,3}(\.0)?", str(raw[name])):
            return False
        raw[name] = int(float(raw[name]))
    cells = raw.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        lines = cell.get("source") if isinstance(cell, dict) else None
        if (
            isinstance(lines, list)
            and len(lines) > 1
            and all(isinstance(line, str) and not line.endswith("\n") for line in lines)
        ):
            cell["source"] = "\n".join(lines)
    return True


def _same_unit(notebook: NotebookNode, released: NotebookNode) -> bool:
    """Whether a notebook shares an exercise with the release, by label, by cell id, by name or by text."""
    theirs, ours = _labels(notebook), _labels(released)
    if set(theirs) & set(ours):
        return True
    exercises = [cell for cell in released.cells if label_of(cell).get("grade_id") in ours]
    ids = {cell.get("id") for cell in exercises}
    reader = Reader()
    code = [cell.source for cell in exercises if cell.cell_type == "code" and label_of(cell).get("solution")]
    names = frozenset().union(*map(reader.names, code))
    if any(cell.get("id") in ids or names & reader.names(clean(cell.source)) for cell in notebook.cells):
        return True
    # Units share their introductions, so a text tells only where no other unit's label does.
    texts = {key(cell.source) for cell in released.cells if len(cell.source) > _LONG}
    return not theirs and any(key(clean(cell.source)) in texts for cell in notebook.cells)


def _labels(notebook: NotebookNode) -> list[str]:
    names = (label_of(cell).get("grade_id") for cell in notebook.cells)
    return [name for name in names if isinstance(name, str)]


def _quotable(name: str) -> str:
    """A file name that cannot break out of the Markdown it stands in."""
    return re.sub(r"[`<>\x00-\x1f]", "?", name)
