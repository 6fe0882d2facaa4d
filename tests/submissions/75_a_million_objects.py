"""Answer with more objects than anybody can hold by a handle, and with more numbers than a list may have."""

from tests.submissions.edit import CHEATED

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return [object() for _ in range(10**6)]\n",
    "histogram": "def histogram(values):\n    return list(range(10**7))\n",
    "clip_norm": "def clip_norm(g, limit):\n    return 'x' * 10**8\n",
}
EXPECTED = CHEATED
OUTCOME = ("wrong", "timed out")
