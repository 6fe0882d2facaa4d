"""The setup and some tests are gone."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """No setup, no test of the first three exercises."""
    notebook = answered(released, right)
    gone = ("setup", "title", "test-bernoulli-mle", "test-gaussian-kl", "test-draw", "demo")
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    return notebook
