"""Write bytes that are no frame where the answer belongs."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    write(b"\\xff" * 1000)
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
