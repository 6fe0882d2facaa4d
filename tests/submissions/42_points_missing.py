"""Test cells whose points are missing or no number."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Each in its own way."""
    notebook = answered(released, right)
    for number, cell in enumerate(notebook.cells):
        if "points" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader["points"] = (None, "two", -5, [], float(10**9), {})[number // 2 % 6]
            if number % 4 == 0:
                del cell.metadata.nbgrader["points"]
    return notebook
