"""Use up all the time of one test cell: a helper, in a cell of its own, is there for a later exercise."""

FIRST = "def helper(values):\n    return values.count\n"
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    while True:\n        pass\n",
    "histogram": "def histogram(values):\n    return {v: helper(values)(v) for v in values}\n",
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "timed out"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
