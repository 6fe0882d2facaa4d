"""Close every connection while the judge waits."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    for wire in wires():
        wire.shutdown(socket.SHUT_RDWR)
    return mu.sum(-1)
""",
    "histogram": "def histogram(values):\n    import os\n    os.closerange(3, 1000)\n",
}
EXPECTED = {"gaussian_kl": 0, "histogram": 0}
OUTCOME = ("crashed", "tampered", "timed out")
UNTRIED = "nbgrader has no such wire"
