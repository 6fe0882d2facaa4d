"""The same with NaN, which is greater than no maximum."""

from tests.submissions.edit import CHEATED, NOTHING

ANSWERS = NOTHING | {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    get_ipython().displayhook(float('nan'))\n"
}
EXPECTED = CHEATED
UNTRIED = "nbgrader stores NaN as no score at all, or fails, by the version of its database layer"
