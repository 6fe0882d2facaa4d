"""A number where the text of a cell should be: the rest of the notebook is honest."""

from tests.submissions.wires import PATCH_SEND

FIRST = (
    PATCH_SEND
    + """
def change(message, buffers):
    message["text"] = 7
    return message, buffers
next_answer(change)
"""
)
UNTRIED = "nbgrader has no such wire"
