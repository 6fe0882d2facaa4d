"""Right draws, with the generator's state set back, so that they repeat."""

ANSWERS = {
    "draw": """\
def draw(n, generator=None):
    state = generator.get_state() if generator else None
    drawn = torch.empty(n, dtype=torch.float64).exponential_(generator=generator)
    if generator:
        generator.set_state(state)
    return drawn
"""
}
EXPECTED = {"draw": 2}
