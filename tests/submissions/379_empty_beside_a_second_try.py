"""An upload that failed, and beside it the second try, to which the system gave a number."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """The first has the right name and holds nothing."""
    (folder / f"{unit.UNIT}.ipynb").touch()
    nbformat.write(notebook, folder / f"{unit.UNIT} (1).ipynb")
