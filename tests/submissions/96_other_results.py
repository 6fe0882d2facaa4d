"""Right results in other clothes: a Counter, a defaultdict, a numpy number, a named tuple's field."""

ANSWERS = {
    "clip_norm": """\
def clip_norm(g, limit):
    return torch.nn.Parameter(g * min(1.0, limit / float(g.norm())))
""",
    "histogram": "from collections import Counter\ndef histogram(values):\n    return Counter(values)\n",
    "RunningMean": """\
import numpy as np
class RunningMean:
    def __init__(self): self.xs = np.zeros(0)
    def add(self, x): self.xs = np.append(self.xs, x)
    @property
    def count(self): return self.xs.shape[0]
    @property
    def value(self): return self.xs.mean()
""",
}
