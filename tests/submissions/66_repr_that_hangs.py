"""Objects and errors that take for ever to print."""

FIRST = """\
class Slow(Exception):
    def __repr__(self):
        while True:
            pass
    __str__ = __format__ = __repr__
"""
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    raise Slow()\n",
    "histogram": "def histogram(values):\n    return Slow()\n",
}
EXPECTED = {"gaussian_kl": 0, "histogram": 0}
OUTCOME = ("timed out", "wrong")
