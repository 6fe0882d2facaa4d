"""Test cells that are worth a hundred points, as text."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import NOTHING, answered, name_of

ANSWERS = {"clip_norm": NOTHING["clip_norm"]}
EXPECTED = {"clip_norm": 0}


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Cells of another type, with more points."""
    notebook = answered(released, {**right, **ANSWERS})
    for cell in notebook.cells:
        if name_of(cell).startswith("test_"):
            cell.metadata.nbgrader.update(points=100, cell_type="markdown", solution=True)
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]
    return notebook
