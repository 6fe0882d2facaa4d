"""Draws by the inverse of the distribution function, one at a time, in single precision."""

ANSWERS = {
    "draw": """\
def draw(n, generator=None):
    uniform = torch.stack([torch.rand((), generator=generator) for _ in range(n)])
    return -torch.log1p(-uniform)
"""
}
