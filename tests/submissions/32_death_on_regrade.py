"""A notebook that was graded once, and handed in again with an answer that ends the process."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit
from tests.submissions.edit import cell_of

EXPECTED = {"gaussian_kl": 0}
OUTCOME = "crashed"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """Right answers, the first time."""
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")


def again(folder: Path, notebook: NotebookNode) -> None:
    """The second time, one of them kills."""
    cell_of(notebook, "gaussian_kl").source = "def gaussian_kl(mu, logvar):\n    import os\n    os._exit(0)\n"
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
