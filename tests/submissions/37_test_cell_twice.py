"""A test cell that was copied and pasted, with its name."""

import copy
from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, cell_of


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Every test cell is there twice, and one answer too."""
    notebook = answered(released, right)
    for name in ("test_gaussian_kl", "test_histogram", "draw"):
        cell = copy.deepcopy(cell_of(notebook, name))
        del cell["id"]
        notebook.cells.insert(notebook.cells.index(cell_of(notebook, name)), cell)
    return notebook
