"""A count of a hundred thousand digits."""

ANSWERS = {
    "RunningMean": """\
class RunningMean:
    count, value = 1 << 400_000, float("inf")
    def add(self, x): pass
""",
    "histogram": """\
def histogram(values):
    return {1 << 400_000: float('nan'), float('nan'): 1 << 400_000}
""",
}
EXPECTED = {"RunningMean": 0, "histogram": 0}
