"""The notebook as a PDF."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"
FLAG = "PDF"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Its first bytes are enough."""
    (folder / f"{unit.UNIT}.pdf").write_bytes(b"%PDF-1.7\n")
