"""A student's id with blanks, dots, quotes, accents and what a shell or a page would read as its own."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

STUDENT = "-rf Zoë O'Brien, Jr. & <b>${HOME} %2e%2e (2)"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """An honest notebook."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
