"""Another notebook beside the right one, both under names of their own; the newer one is a scratch pad."""

import os
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Only one of the two is of this unit."""
    nbformat.write(notebook, folder / "my homework.ipynb")
    os.utime(folder / "my homework.ipynb", (10**9, 10**9))
    nbformat.write(new_notebook(cells=[new_code_cell("print(1)")]), folder / "Untitled.ipynb")
