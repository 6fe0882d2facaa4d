"""Write bytes that are no frame in a cell of one's own: the rest of the notebook is honest."""

from tests.submissions.wires import FIND_WIRES

FIRST = (
    FIND_WIRES
    + """
write(b"\\xff" * 1000)
"""
)
UNTRIED = "nbgrader has no such wire"
