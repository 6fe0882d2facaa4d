"""A notebook in format 3, as the oldest tools write it: worksheets, no ids, `input` for `source`."""

from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """By nbformat's own conversion."""
    notebook = answered(released, right)
    old = nbformat.convert(notebook, 3)
    return str(nbformat.writes(old, version=3)).encode()
