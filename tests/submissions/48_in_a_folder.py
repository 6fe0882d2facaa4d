"""A folder in the folder, and a checkpoint beside it that holds the untouched notebook."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """As an archive unpacks."""
    for inner, content in (("my work", notebook), (".ipynb_checkpoints", unit.released())):
        (folder / inner).mkdir()
        nbformat.write(content, folder / inner / f"{unit.UNIT}.ipynb")
