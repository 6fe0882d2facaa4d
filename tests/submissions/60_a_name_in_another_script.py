"""A student's id in Chinese and Arabic, with an accent that stands apart from its letter."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

STUDENT = "李小龙 محمد e\u0301"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """An honest notebook."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
