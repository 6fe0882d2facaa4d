"""From a submitted file's text to a notebook of today's format, whatever has become of its structure."""

import json
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from genai_lab.grading.matching import label_of
from genai_lab.grading.mend import clean, quietly


def valid_notebook(text: str) -> NotebookNode:
    """A notebook of any format in today's, or whatever exception its faults raise."""
    with quietly():  # missing or doubled cell ids are mended on the way
        notebook = nbformat.reads(text, as_version=4)
        _, notebook = nbformat.validator.normalize(notebook)
    nbformat.validate(notebook)
    json.dumps(notebook, ensure_ascii=False).encode()  # half a surrogate pair is valid JSON, and in no file
    return notebook


def repaired_notebook(raw: dict[str, Any]) -> NotebookNode | None:
    """A notebook of format 4 with what is wrong replaced: its version, else all but its text and labels."""
    if raw.get("nbformat", 4) != 4 or not isinstance(raw.get("cells"), list):
        return None
    # Some tools write cell ids and an earlier version, or no metadata.
    today = {"metadata": {}, **raw, "nbformat": 4, "nbformat_minor": 5}
    try:
        return valid_notebook(json.dumps(today))
    # As for any broken notebook.
    except Exception:
        notebook = new_notebook(nbformat_minor=5)
    for number, cell in enumerate(cell for cell in raw["cells"] if isinstance(cell, dict)):
        source = cell.get("source", "")
        lines = source if isinstance(source, list) else [source]
        text = clean("".join(line for line in lines if isinstance(line, str)))
        make = new_code_cell if cell.get("cell_type") == "code" else new_markdown_cell
        repaired = make(text, id=f"repaired-{number}")
        label = {
            name: value for name, value in label_of(cell).items() if isinstance(value, bool | int | float)
        }
        grade_id = label_of(cell).get("grade_id")
        if isinstance(grade_id, str):
            repaired.metadata.nbgrader = NotebookNode(label, grade_id=clean(grade_id))
        notebook.cells.append(repaired)
    return notebook
