"""A notebook in the encoding of a western Windows, with an umlaut in a comment."""

import json
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """One byte for the umlaut."""
    changed = {**right, "bernoulli_mle": "# für jede Münze\n" + right["bernoulli_mle"]}
    raw = json.loads(nbformat.writes(answered(released, changed)))
    return json.dumps(raw, ensure_ascii=False).encode("cp1252")
