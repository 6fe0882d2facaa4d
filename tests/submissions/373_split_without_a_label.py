"""An answer split in the middle, by an editor that gives the second half no metadata."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, cell_of, own


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """After a function's docstring, and between two methods; neither second half is Python by itself."""
    notebook = answered(released, right)
    for name, begins in (("gaussian_kl", "    return"), ("RunningMean", "    def add")):
        cell = cell_of(notebook, name)
        first, second = cell.source.split(begins)
        cell.source = first.rstrip("\n")
        own(notebook, begins + second, before=f"test_{name}")
    return notebook
