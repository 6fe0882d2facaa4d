"""NaN and Infinity where a header has numbers, and a number of ten thousand digits."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
def gaussian_kl(mu, logvar):
    write(frame(b'{"message": {"value": NaN, "id": Infinity}, "buffers": []}'))
""",
    "histogram": FIND_WIRES
    + """
def histogram(values):
    write(frame(b'{"message": {"value": 1' + b"0" * 10_000 + b'}, "buffers": []}'))
""",
}
EXPECTED = {"gaussian_kl": 0, "histogram": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
