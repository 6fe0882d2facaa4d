"""Answer with a billion numbers, which take no memory where they are made."""

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return torch.zeros(1).expand(10**9)\n",
    "clip_norm": """\
import numpy
def clip_norm(g, limit):
    return numpy.broadcast_to(numpy.zeros(1), (10**5, 10**5))
""",
    "histogram": "def histogram(values):\n    return range(10**12)\n",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0}
UNTRIED = "it would take the machine with it"
