"""A header in bytes that are no text, one that is no object, one that lacks its message."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES + "def gaussian_kl(mu, logvar):\n    write(frame(b'\\xc3\\x28' * 10))\n",
    "clip_norm": FIND_WIRES + "def clip_norm(g, limit):\n    write(frame(b'[1, 2]'))\n",
    "histogram": FIND_WIRES
    + """\
def histogram(values):
    write(frame(b'{"message": {}, "buffers": []}'))
""",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
