"""The same with 1e9: the whole submission, and a batch of them, fails."""

from tests.submissions.edit import CHEATED, NOTHING

ANSWERS = NOTHING | {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    get_ipython().displayhook(1e9)\n"}
EXPECTED = CHEATED
STOCK = "lost"
