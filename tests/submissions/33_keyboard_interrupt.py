"""Raise what the grader may take for somebody's Ctrl-C."""

ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    raise KeyboardInterrupt\n",
    "histogram": "def histogram(values):\n    raise GeneratorExit\n",
}
EXPECTED = {"gaussian_kl": 0, "histogram": 0}
