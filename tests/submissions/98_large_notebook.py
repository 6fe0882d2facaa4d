"""Outputs of ten megabytes, a hundred cells of notes, attachments, and tags of every kind."""

from collections.abc import Mapping

from nbformat import NotebookNode

from tests.submissions.edit import answered, own


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """Right answers between all that."""
    notebook = answered(released, right)
    for number in range(100):
        own(notebook, f"# note {number}\nnote = {number}", before="question")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000}]
            cell.metadata.tags = ["raises-exception", "hide-input", "parameters", "skip-execution"]
    notebook.metadata.toc = {"base_numbering": 1}
    return notebook
