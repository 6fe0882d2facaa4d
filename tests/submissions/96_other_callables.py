"""Answers that are no plain functions: a lambda, a partial, an object, a module."""

ANSWERS = {
    "bernoulli_mle": "bernoulli_mle = lambda x: x.mean(0)\n",
    "gaussian_kl": """\
class KL(torch.nn.Module):
    def forward(self, mu, logvar):
        return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
gaussian_kl = KL()
""",
    "clip_norm": """\
from functools import partial
def clip(least, g, limit):
    return g * min(least, limit / float(g.norm()))
clip_norm = partial(clip, 1.0)
""",
    "histogram": """\
class Histogram:
    def __init__(self): self.counts = {}
    def __call__(self, values):
        return {value: values.count(value) for value in values}
histogram = Histogram()
""",
}
