"""Test cells that say that they are none."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """grade is false everywhere."""
    notebook = answered(released, right)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(grade=False, locked=False, solution=False)
    return notebook
