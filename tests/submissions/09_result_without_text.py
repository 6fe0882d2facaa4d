"""Show a result that has no text while the test runs."""

from tests.submissions.edit import CHEATED

FIRST = """\
get_ipython().display_formatter.format = lambda *args, **kwargs: ({"text/html": "1"}, {})
def show():
    get_ipython().displayhook(1.0)
"""
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    show()\n",
    "clip_norm": "def clip_norm(g, limit):\n    show()\n",
    "histogram": "def histogram(values):\n    show()\n",
}
EXPECTED = CHEATED
STOCK = "lost"
