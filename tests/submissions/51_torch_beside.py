"""Files beside the notebook that Python, IPython or nbgrader reads in the folder that a notebook runs in."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tests.submissions import unit
from tests.submissions.edit import cell_of

EXPECTED = {"clip_norm": 0}


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """A torch of one's own among them."""
    cell_of(
        notebook, "clip_norm"
    ).source = "import torch\ndef clip_norm(g, limit):\n    return torch.anything(g)\n"
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
    for name in ("torch.py", "sitecustomize.py", "nbgrader_config.py", "genai_lab.py", "ipython_config.py"):
        (folder / name).write_text("anything = lambda g: g\nraise SystemExit('read')\n")
