"""The notebook in a zip archive, because a form allowed one file only."""

import zipfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """With what a Mac adds."""
    with zipfile.ZipFile(folder / "homework.zip", "w") as archive:
        archive.writestr(f"__MACOSX/._{unit.UNIT}.ipynb", bytes(100))
        archive.writestr(f"homework/{unit.UNIT}.ipynb", nbformat.writes(notebook))
