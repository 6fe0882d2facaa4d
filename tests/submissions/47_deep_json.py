"""JSON that is nested a hundred thousand deep."""

from pathlib import Path

from nbformat import NotebookNode

from tests.submissions import unit

EXPECTED = dict.fromkeys(unit.POINTS, 0)
OUTCOME = "malformed"


def lay_down(folder: Path, notebook: NotebookNode) -> None:
    """In the place of the cells."""
    (folder / f"{unit.UNIT}.ipynb").write_text('{"nbformat": 4, "cells": ' + "[" * 100_000)
