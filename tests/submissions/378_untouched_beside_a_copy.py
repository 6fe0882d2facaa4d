"""The work in the copy that Colab makes; beside it, under the right name, the notebook as it was released."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Both were uploaded."""
    nbformat.write(notebook, folder / f"Copy of {unit.UNIT}.ipynb")
    nbformat.write(unit.released(), folder / f"{unit.UNIT}.ipynb")
