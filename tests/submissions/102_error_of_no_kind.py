"""An error of a cell whose kind is a list: the rest of the notebook is honest."""

from tests.submissions.wires import PATCH_SEND

FIRST = (
    PATCH_SEND
    + """
def change(message, buffers):
    message["failed"] = {"type": "Odd", "text": "odd", "base": []}
    return message, buffers
next_answer(change)
"""
)
UNTRIED = "nbgrader has no such wire"
