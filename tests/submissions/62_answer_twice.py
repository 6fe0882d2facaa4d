"""Send every answer twice, so that the second is taken for the answer to the next question."""

from tests.submissions.edit import ANY
from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "gaussian_kl": PATCH_SEND
    + """
def gaussian_kl(mu, logvar):
    def twice(self, message, buffers=(), deadline=None):
        honest(self, message, buffers, deadline)
        honest(self, message, buffers, deadline)
    wire.Wire.send = twice
    return torch.zeros(len(mu), dtype=mu.dtype)
"""
}
EXPECTED = {"gaussian_kl": ANY}
OUTCOME = ("tampered", "wrong")
UNTRIED = "nbgrader has no such wire"
