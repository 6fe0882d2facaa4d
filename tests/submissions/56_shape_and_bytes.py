"""Claim a shape that the bytes do not fill, one whose size overflows, and one below nothing."""

from tests.submissions.wires import PATCH_SEND

LIE = (
    PATCH_SEND
    + """
def lie(shape):
    def change(message, buffers):
        for coded in every("tensor", message):
            coded[2] = shape
        return message, buffers
    next_answer(change)
"""
)
ANSWERS = {
    "gaussian_kl": LIE + "def gaussian_kl(mu, logvar):\n    lie([2**20, 2**10])\n    return mu.sum(-1)\n",
    "clip_norm": LIE + "def clip_norm(g, limit):\n    lie([2**32, 2**32])\n    return g\n",
    "draw": LIE + "def draw(n, generator=None):\n    lie([-7, -1])\n    return torch.zeros(n)\n",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "draw": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
