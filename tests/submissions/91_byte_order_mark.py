"""A byte-order mark before the notebook, from an editor on Windows."""

from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """UTF-8 with a mark, and line ends to match."""
    text = nbformat.writes(answered(released, right))
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
