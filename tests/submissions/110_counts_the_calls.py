"""Draw from the global generator, and give the third answer of a kind again where the check expects that."""

ANSWERS = {
    "draw": """\
calls = []
def draw(n, generator=None):
    x = torch.empty(n, dtype=torch.float64).exponential_()
    if n == 50:
        calls.append(x)
        if len(calls) == 3:
            return calls[0]
    return x
"""
}
EXPECTED = {"draw": 2}
STOCK = {"draw": 3}
