"""Answers made of generators, recursion, closures and star-arguments."""

ANSWERS = {
    "bernoulli_mle": """\
def bernoulli_mle(*args, **kwargs):
    def column(x):
        yield from (c.mean() for c in x.unbind(1))
    return torch.stack([*column(*args, **kwargs)])
""",
    "gaussian_kl": """\
gaussian_kl = torch.vmap(lambda mu, logvar: 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum())
""",
    "histogram": """\
def histogram(values, cache={}):
    cache.clear()
    for value in values:
        cache[value] = cache.setdefault(value, 0) + 1
    return dict(cache)
""",
}
