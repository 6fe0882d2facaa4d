"""Never come to the end of a cell of one's own."""

FIRST = "while True:\n    pass\n"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
