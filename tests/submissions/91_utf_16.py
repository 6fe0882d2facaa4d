"""A notebook saved as Unicode, by which Notepad means UTF-16."""

from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """With its mark."""
    return str(nbformat.writes(answered(released, right))).encode("utf-16")
