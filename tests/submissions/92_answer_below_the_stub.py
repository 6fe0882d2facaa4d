"""The stub is left as it was, and the answer stands in a new cell below it."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, cell_of, own


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """For two exercises."""
    kept = {name: cell_of(released, name).source for name in ("gaussian_kl", "RunningMean")}
    notebook = answered(released, {**right, **kept})
    for name in kept:
        own(notebook, right[name], before=f"test_{name}")
    return notebook
