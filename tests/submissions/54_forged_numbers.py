"""Values of impossible size: a number of a million digits, an array of objects, one of giant entries."""

from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "histogram": PATCH_SEND
    + """
def histogram(values):
    def change(message, buffers):
        for coded in every("dict", message):
            coded[:] = ["int", "f" * 1_000_000]
        return message, buffers
    next_answer(change)
    return {"a": 2, "b": 1}
""",
    "clip_norm": PATCH_SEND
    + """
def clip_norm(g, limit):
    def change(message, buffers):
        for coded in every("tensor", message):
            coded[:] = ["array", "O", [1], coded[3]]
        return message, buffers
    next_answer(change)
    return g
""",
    "gaussian_kl": PATCH_SEND
    + """
def gaussian_kl(mu, logvar):
    def change(message, buffers):
        for coded in every("tensor", message):
            coded[:] = ["array", "V1000000000", [0], coded[3]]
        return message, buffers
    next_answer(change)
    return mu.sum(-1)
""",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0}
OUTCOME = ("tampered", "wrong")
UNTRIED = "nbgrader has no such wire"
