"""Draws by numpy, with a seed from the generator that was given."""

ANSWERS = {
    "draw": """\
import numpy as np
def draw(n, generator=None):
    seed = torch.randint(2**31, (), generator=generator).item()
    return torch.from_numpy(np.random.default_rng(seed).exponential(size=n))
"""
}
