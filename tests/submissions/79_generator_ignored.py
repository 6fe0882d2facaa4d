"""Draws from the global generator, seeded by the state of the one that was given, whose state stays."""

ANSWERS = {
    "draw": """\
def draw(n, generator=None):
    if generator:
        torch.manual_seed(generator.initial_seed())
    return torch.empty(n, dtype=torch.float64).exponential_()
"""
}
EXPECTED = {"draw": 2}
