"""As 108, with a helper whose cell takes two seconds each time it runs, and three crashes before it."""

FIRST = "import time\ntime.sleep(2)\ndef helper(values):\n    return values.count\n"
ANSWERS = {
    "gaussian_kl": "import os\ndef gaussian_kl(mu, logvar):\n    os._exit(1)\n",
    "histogram": "def histogram(values):\n    return {v: helper(values)(v) for v in values}\n",
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("crashed", "timed out")
UNTRIED = "nbgrader loses the score where a kernel dies"
