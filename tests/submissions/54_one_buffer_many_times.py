"""Name one large buffer by fifty thousand tensors: a frame within its bounds, and terabytes to read."""

from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "gaussian_kl": PATCH_SEND
    + """
def gaussian_kl(mu, logvar):
    def change(message, buffers):
        (coded,) = every("tensor", message["value"]) if "value" in message else ()
        coded[:] = ["list", [["tensor", "uint8", [2**27], len(buffers)]] * 50_000]
        return message, [*buffers, bytes(2**27)]
    next_answer(change)
    return mu.sum(-1).detach()
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("tampered", "wrong")
UNTRIED = "nbgrader has no such wire"
