"""Tabs typed into the file with a text editor: strict JSON forbids them within a text."""

from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """In the answer to the written question."""
    return nbformat.writes(answered(released, right)).replace("A wide one.", "A\twide one.").encode()
