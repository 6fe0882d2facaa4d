"""A file that ends in the middle."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"
FLAG = "JSON"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """As a full disk leaves it."""
    text = str(nbformat.writes(notebook))
    (folder / f"{unit.UNIT}.ipynb").write_text(text[: len(text) // 2])
