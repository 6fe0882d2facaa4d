"""Two means that share what they know, in the class and in a default argument."""

ANSWERS = {
    "RunningMean": """\
class RunningMean:
    seen = []
    def add(self, x): self.seen.append(x)
    @property
    def count(self): return len(self.seen)
    @property
    def value(self): return sum(self.seen) / len(self.seen)
"""
}
EXPECTED = {"RunningMean": 0}
