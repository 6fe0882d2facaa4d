"""Well-formed frames that say what no honest process would."""

from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "gaussian_kl": PATCH_SEND
    + """
def gaussian_kl(mu, logvar):
    next_answer(lambda message, buffers: ({key: {"no": "sense"} for key in message}, buffers))
    return mu.sum(-1)
""",
    "clip_norm": PATCH_SEND
    + """
def clip_norm(g, limit):
    def change(message, buffers):
        for coded in every("tensor", message):
            coded[:] = ["__import__('os').system", "float32", [2], 0]
        return message, buffers
    next_answer(change)
    return g
""",
    "histogram": PATCH_SEND
    + """
def histogram(values):
    def change(message, buffers):
        for coded in every("dict", message):
            coded[1] = [[["dict", []], 1], [["list", []], 2], 3]
        return message, buffers
    next_answer(change)
    return {"a": 2, "b": 1}
""",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0}
OUTCOME = "tampered"
UNTRIED = "nbgrader has no such wire"
