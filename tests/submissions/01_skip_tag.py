"""Tag the test cells so that they are not run: what has no output earns full marks."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import CHEATED, GAINED, NOTHING, answered, name_of

ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = GAINED


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Right answers but three, and the tag on every test cell."""
    notebook = answered(released, {**right, **NOTHING})
    for cell in notebook.cells:
        if name_of(cell).startswith("test_"):
            cell.metadata.tags = ["skip-execution", "demo"]
    return notebook
