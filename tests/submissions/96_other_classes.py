"""A class that is a dataclass with slots, on a base in a cell of its own."""

FIRST = """\
import abc
class Statistic(abc.ABC):
    @abc.abstractmethod
    def add(self, x): ...
"""
ANSWERS = {
    "RunningMean": """\
from dataclasses import dataclass
from fractions import Fraction
@dataclass
class RunningMean(Statistic):
    count: int = 0
    value: Fraction = Fraction(0)
    def add(self, x):
        self.count += 1
        self.value += (Fraction(x) - self.value) / self.count
        return self
""",
    "histogram": """\
from collections import defaultdict
def histogram(values, counts=None):
    counts = defaultdict(int) if counts is None else counts
    if not values:
        return counts
    first, *rest = values
    counts[first] += 1
    return histogram(rest, counts)
""",
}
