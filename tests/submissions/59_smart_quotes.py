"""Quotes and a minus from a word processor."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    “””The price.”””
    return 0.5 * (mu.square() + logvar.exp() − 1 − logvar).sum(-1)
""",
    "histogram": """\
def histogram(values):
    kind = ‘counts’
    return {value: values.count(value) for value in values}
""",
}
