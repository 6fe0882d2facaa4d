"""What submissions are made of: answers in their places, own cells, and answers that are none."""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

# Answers that earn nothing: what a cheat gets beyond 0 for these exercises is undeserved.
NOTHING = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return None\n",
    "clip_norm": "def clip_norm(g, limit):\n    return None\n",
    "histogram": "def histogram(values):\n    return None\n",
}
CHEATED = dict.fromkeys(NOTHING, 0)
# What a cheat that reaches every test cell earns with these answers in one process with the tests.
GAINED = {"gaussian_kl": 4, "clip_norm": 1, "histogram": 2}
# For a submission that breaks itself as much as it attacks: any points, as long as no harm is done.
ANY = object()


def name_of(cell: NotebookNode) -> str:
    """The grade_id of a cell, or nothing."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell with this grade_id."""
    return next(cell for cell in notebook.cells if name_of(cell) == name)


def answered(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """The released notebook with these answers, and the written question answered."""
    for cell in released.cells:
        cell.source = answers.get(name_of(cell), cell.source)
    cell_of(released, "question").source = "A wide one."
    return released


def own(notebook: NotebookNode, text: str, *, before: str) -> NotebookNode:
    """The notebook with a cell of the student's own before the cell with this grade_id."""
    place = notebook.cells.index(cell_of(notebook, before))
    notebook.cells.insert(place, new_code_cell(text))
    return notebook


def hand_in(module: Any, released: NotebookNode, right: Mapping[str, str]) -> NotebookNode | bytes:
    """What a file of this folder hands in: by its `submit`, or from FIRST, ANSWERS and LAST."""
    if hasattr(module, "submit"):
        return module.submit(released, right)
    notebook = answered(released, {**right, **getattr(module, "ANSWERS", {})})
    if hasattr(module, "FIRST"):
        own(notebook, module.FIRST, before="bernoulli_mle")
    if hasattr(module, "LAST"):
        own(notebook, module.LAST, before="question")
    return notebook
