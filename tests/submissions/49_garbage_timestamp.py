"""A timestamp that is none."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

FLAG = "timestamp"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Bytes that no parser of dates has met."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
    (folder / "timestamp.txt").write_bytes(b"\xff yesterday 99:99 \x00")
