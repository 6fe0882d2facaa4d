"""Nothing was done: the notebook is as it was handed out."""

from collections.abc import Mapping

from nbformat import NotebookNode

EXPECTED = {"bernoulli_mle": 0, "gaussian_kl": 0, "draw": 0, "clip_norm": 0, "histogram": 0, "RunningMean": 0}


def submit(released: NotebookNode, right: Mapping[str, str]) -> NotebookNode:
    """As it was."""
    return released
