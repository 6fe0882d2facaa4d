"""A student's id that is made of dots, almost like the way up."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

STUDENT = "up.. .."


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """An honest notebook."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
