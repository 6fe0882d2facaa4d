"""A link to the folder of somebody else, and one that leads to itself."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """The notebook is found through neither."""
    (folder / "work").symlink_to(f"../../honest/{unit.UNIT}")
    (folder / "again").symlink_to(".")
