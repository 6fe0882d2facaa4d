"""JSON that is nested a million deep."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    write(frame(b"[" * 10**6))
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
