"""Read one submitted file: a notebook of this unit, or the reason in words why it is none."""

import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

# What students hand in by mistake, told by how the file begins.
_BEGINNINGS = {
    b"%PDF": "it is a PDF",
    b"PK\x03\x04": "it is a zip archive or an Office document, such as Word writes",
    b"\xd0\xcf\x11\xe0": "it is an old Office document, such as Word writes",
    b"{\\rtf": "it is a rich-text document",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
}
_ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class UnreadableSubmission(Exception):
    """Why a file is not a notebook of the unit, as the end of a sentence: "it is a PDF"."""


def read_submission(content: bytes, released: NotebookNode) -> NotebookNode:
    """The notebook in a submitted file, in today's format and with a valid structure.

    Args:
        content: the file, whatever it is.
        released: the unit's released notebook; a submission shares exercises with it.

    Raises:
        UnreadableSubmission: the reason, for the student to read.
    """
    notebook = _parse(_decode(content))
    if not _exercises(notebook) & _exercises(released):
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


def _decode(content: bytes) -> str:
    if not content.strip():
        raise UnreadableSubmission("it is empty")
    for beginning, reason in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise UnreadableSubmission(reason)
    encoding = next((name for mark, name in _ENCODINGS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableSubmission("it is no text file") from None


def _parse(text: str) -> NotebookNode:
    try:
        raw = json.loads(text)
    except ValueError as error:
        where = f" from line {error.lineno} on" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableSubmission(f"it is not, or only in part, a notebook: no JSON{where}") from None
    except RecursionError:
        raise UnreadableSubmission("it is nested too deeply for a notebook") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise UnreadableSubmission("it is JSON, but not a notebook")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing or doubled cell ids are mended on the way
            notebook = nbformat.reads(text, as_version=4)
            _, notebook = nbformat.validator.normalize(notebook)
        nbformat.validate(notebook)
    # The readers meet whatever a broken notebook holds, and raise whatever Python raises on it.
    except Exception as error:
        said = str(error).strip().split("\n")[0][:100]
        raise UnreadableSubmission(f"its structure is not a notebook's ({said})") from None
    return notebook


def _exercises(notebook: NotebookNode) -> set[str]:
    names = (_nbgrader(cell).get("grade_id") for cell in notebook.cells)
    return {name for name in names if isinstance(name, str)}


def _nbgrader(cell: NotebookNode) -> dict[str, Any]:
    found = cell.metadata.get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def _quotable(name: str) -> str:
    """A file name that cannot break out of the Markdown it stands in."""
    return re.sub(r"[`<>\x00-\x1f]", "?", name)
