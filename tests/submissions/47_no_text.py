"""Bytes that are text in no encoding."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """All 256 of them."""
    (folder / f"{unit.UNIT}.ipynb").write_bytes(bytes(range(256)) * 100)
