"""Show a number while the test runs: the first result of the cell is read as its points."""

from tests.submissions.edit import CHEATED, GAINED

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    get_ipython().displayhook(4.0)\n",
    "clip_norm": "def clip_norm(g, limit):\n    get_ipython().displayhook(1.0)\n",
    "histogram": "def histogram(values):\n    get_ipython().displayhook(2.0)\n",
}
EXPECTED = CHEATED
STOCK = GAINED
