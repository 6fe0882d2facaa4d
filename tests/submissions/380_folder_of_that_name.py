"""A folder that is called like the notebook, with the notebook in it, as some archivers unpack one file."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Both with the ending."""
    inner = folder / f"{unit.UNIT}.ipynb"
    inner.mkdir()
    nbformat.write(notebook, inner / inner.name)
