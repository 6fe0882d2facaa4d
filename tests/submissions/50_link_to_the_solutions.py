"""A link to the instructor's notebook in the place of one's own."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"
FLAG = "link"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """By a relative path, as it would be guessed."""
    (folder / f"{unit.UNIT}.ipynb").symlink_to(f"../../../solutions/{unit.UNIT}/{unit.UNIT}.ipynb")
