"""A notebook's cells as the judge sees them, and what a test cell leaves for nbgrader to read.

They are plain JSON here: importing nbformat takes longer than grading a notebook.
"""

import math
from collections.abc import Mapping
from typing import Any

from genai_lab.grading.cells import Ran

Cell = dict[str, Any]

_MOST_SAID = 10_000  # characters of one error


def source_of(cell: Cell) -> str:
    """A cell's text, which JSON holds whole or as lines."""
    return "".join(cell["source"])


def label_of(cell: Cell) -> Mapping[str, Any]:
    """What nbgrader has noted about a cell; empty for a student's own."""
    found: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def is_test(cell: Cell) -> bool:
    """Whether points are earned in a cell by running it."""
    label = label_of(cell)
    return bool(label.get("grade") and not label.get("solution"))


def stream(text: str) -> Cell:
    """What a cell printed, as an output."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def result(text: str) -> Cell:
    """The value of a cell's last line, as an output."""
    data = {"text/plain": text}
    return {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}


def error(name: str, text: str) -> Cell:
    """What ended a cell, as an output."""
    text = text[:_MOST_SAID]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def text_of(raised: BaseException) -> str:
    """What an exception says, if it can: of a number of 5,000 digits Python will not make a text."""
    try:
        return str(raised)
    except Exception as another:
        return f"(without a text: {type(another).__name__})"


def verdict(
    ran: Ran | None, raised: BaseException | None, most: float, missing: Mapping[str, str]
) -> tuple[float, list[Cell]]:
    """The points of a test cell, and the outputs from which nbgrader reads them.

    Args:
        ran: what the cell left, if it ran.
        raised: what ended it, if anything did.
        most: the points that it offers.
        missing: why names that it uses are not there.
    """
    said = [stream(ran.text)] if ran and ran.text else []
    if raised is not None:
        text = missing.get(getattr(raised, "name", None) or "", text_of(raised))
        return 0.0, [*said, error(type(raised).__name__, text)]
    value = ran.value if ran else None
    # As nbgrader has it: a cell that ends in no number and raises nothing earns all.
    points = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else most
    if not (math.isfinite(points) and -1e-9 <= points <= most + 1e-6):
        text = f"A test cell ends in points from 0 to {most:g}; this one ended in {points}."
        return 0.0, [*said, error("PointsError", text)]
    points = min(max(points, 0.0), most)
    return points, [*said, result(repr(points))]
