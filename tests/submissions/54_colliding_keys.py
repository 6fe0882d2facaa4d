"""A dictionary of a hundred thousand whole numbers that all have the same hash: to read it takes minutes."""

from tests.submissions.wires import PATCH_SEND

ANSWERS = {
    "histogram": """\
def histogram(values):
    class Key(int):
        def __hash__(self): return id(self)
    return {Key(n * (2**61 - 1)): 1 for n in range(1, 100_000)}
""",
    "gaussian_kl": PATCH_SEND
    + """
def gaussian_kl(mu, logvar):
    def change(message, buffers):
        for coded in every("tensor", message):
            coded[:] = ["set", [["int", hex(n * (2**61 - 1))] for n in range(1, 100_000)]]
        return message, buffers
    next_answer(change)
    return mu.sum(-1).detach()
""",
}
EXPECTED = {"histogram": 0, "gaussian_kl": 0}
OUTCOME = ("tampered", "wrong", "timed out")
UNTRIED = "nbgrader has no such wire"
