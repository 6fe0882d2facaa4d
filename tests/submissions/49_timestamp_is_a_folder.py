"""A folder where the timestamp should be."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

FLAG = "timestamp"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """With something in it."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
    (folder / "timestamp.txt" / "inner").mkdir(parents=True)
