"""Claim a header of four gigabytes and buffers of eight million terabytes."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    write(struct.pack(">4sIQ", b"GL01", 2**32 - 1, 2**63))
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
