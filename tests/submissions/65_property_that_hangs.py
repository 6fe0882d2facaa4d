"""An attribute that takes for ever to look at."""

ANSWERS = {
    "RunningMean": """\
class RunningMean:
    def __init__(self): self.count = 2
    def add(self, x): pass
    @property
    def value(self):
        while True:
            pass
"""
}
EXPECTED = {"RunningMean": 0}
OUTCOME = "timed out"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
