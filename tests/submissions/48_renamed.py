"""The name that a browser gives to a second download."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """With a blank, a number and parentheses."""
    nbformat.write(notebook, folder / f"{unit.UNIT} (1).ipynb")
