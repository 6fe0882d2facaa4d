"""A notebook whose ending was lost, as when it is saved under a name that was typed."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """It is the only file there."""
    with (folder / f"{unit.UNIT}.json").open("w", encoding="utf-8") as file:
        nbformat.write(notebook, file)
