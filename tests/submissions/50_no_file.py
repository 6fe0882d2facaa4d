"""A pipe, which would never end, in the place of the notebook, and a folder of that kind of name."""

import os
from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Whoever opens it waits for ever."""
    os.mkfifo(folder / f"{unit.UNIT}.ipynb")
    (folder / "other.ipynb").mkdir()
