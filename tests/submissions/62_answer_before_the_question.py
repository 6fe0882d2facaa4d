"""Write answers into the wire before anybody asked: well-formed ones, recorded from honest calls."""

from tests.submissions.wires import PATCH_SEND

FIRST = (
    PATCH_SEND
    + """
recorded = []
def record(self, message, buffers=(), deadline=None):
    recorded.append((self, message, buffers))
    honest(self, message, buffers, deadline)
wire.Wire.send = record
"""
)
ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    for entry in recorded[:20]:
        honest(*entry)
    wire.Wire.send = honest
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("tampered", "wrong")
UNTRIED = "nbgrader has no such wire"
