"""A link to one's own notebook beside it: the link is not followed, the notebook is there all the same."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """A name that the student liked better, linked to the right one."""
    nbformat.write(notebook, folder / "my homework.ipynb")
    (folder / f"{unit.UNIT}.ipynb").symlink_to("my homework.ipynb")
