"""A file without a byte in it."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"
FLAG = "empty"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """As an upload that failed leaves it."""
    (folder / f"{unit.UNIT}.ipynb").touch()
