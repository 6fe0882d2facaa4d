"""Call oneself for ever; answer with a list that holds itself, and one that is a hundred thousand deep."""

from tests.submissions.edit import CHEATED

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return gaussian_kl(mu, logvar)\n",
    "clip_norm": """\
def clip_norm(g, limit):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
""",
    "histogram": "def histogram(values):\n    round = {}\n    round['a'] = round\n    return round\n",
}
EXPECTED = CHEATED
