"""An answer cell that was split in two: both halves have its name, and the second has the answer."""

import copy
from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, cell_of


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """The first half holds a helper only."""
    notebook = answered(released, right)
    cell = cell_of(notebook, "gaussian_kl")
    second = copy.deepcopy(cell)
    cell.source = "def half(x):\n    return x / 2\n"
    second.source = right["gaussian_kl"].replace("0.5 * (", "half(")
    second.id = "second-half"
    notebook.cells.insert(notebook.cells.index(cell) + 1, second)
    return notebook
