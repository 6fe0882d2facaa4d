"""A fraction of two numbers with two million digits each, which takes minutes to reduce."""

from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "histogram": PATCH_SEND
    + """
import random
def digits(seed):
    return "%x" % (random.Random(seed).getrandbits(8_000_000) | 1)
def histogram(values):
    def change(message, buffers):
        message["value"] = ["fraction", digits(1), digits(2)]
        return message, buffers
    next_answer(change)
    return {}
"""
}
EXPECTED = {"histogram": 0}
OUTCOME = ("wrong", "timed out", "tampered")
UNTRIED = "nbgrader has no such wire"
