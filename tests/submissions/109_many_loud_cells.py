"""Two hundred cells, each of which shows as much as a cell may."""

from typing import Any

from nbformat import NotebookNode

from tests.submissions.edit import answered, own


def submit(released: NotebookNode, right: Any) -> NotebookNode:
    notebook = answered(released, right)
    for _ in range(200):
        own(notebook, "print('\\x01' * 99_000)\n'\\x01' * 99_000", before="bernoulli_mle")
    return notebook


UNTRIED = "nbgrader keeps whatever a notebook shows"
