"""As many numbers as an answer may hold, which a test cell turns into a list."""

ANSWERS = {
    "draw": """\
def draw(n, generator=None):
    if n == 20_000:
        return torch.zeros(2**28, dtype=torch.uint8)
    return torch.empty(n, dtype=torch.float64).exponential_(generator=generator)
"""
}
EXPECTED = {"draw": 2}
OUTCOME = ("wrong", "timed out", "out of memory", "tampered")
UNTRIED = "it would take the machine with it"
