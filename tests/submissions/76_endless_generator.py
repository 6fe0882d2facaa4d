"""Answer with what never ends."""

from tests.submissions.edit import CHEATED

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    while True:\n        yield mu\n",
    "histogram": "import itertools\ndef histogram(values):\n    return itertools.count()\n",
    "clip_norm": """\
class Endless:
    def __iter__(self): return self
    def __next__(self): return 1.0
    def __len__(self): return 2**62
    def __getitem__(self, index): return 1.0
def clip_norm(g, limit):
    return Endless()
""",
}
EXPECTED = CHEATED
OUTCOME = ("wrong", "timed out")
