"""A float whose difference to anything is nothing."""

ANSWERS = {
    "RunningMean": """\
class Close(float):
    def __sub__(self, other): return 0.0
class RunningMean:
    def __init__(self): self.count, self.value = 0, Close(1.0)
    def add(self, x): self.count += 1
"""
}
EXPECTED = {"RunningMean": 0}
STOCK = {"RunningMean": 2}
