"""Only the answers, without what was around them."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, name_of


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Answer cells and nothing else."""
    notebook = answered(released, right)
    notebook.cells = [cell for cell in notebook.cells if name_of(cell) in {*right, "question"}]
    return notebook
