"""Send the answer a byte at a time, so that each wait is short."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    import time
    for byte in struct.pack(">4sIQ", b"GL01", 1000, 0) + b" " * 1000:
        write(bytes([byte]))
        time.sleep(0.5)
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "timed out"
UNTRIED = "nbgrader has no such wire"
