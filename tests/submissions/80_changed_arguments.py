"""Change what was handed in, so that a truth worked out afterwards would be another."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    price = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
    mu.data.zero_()
    return price
""",
    "histogram": """\
def histogram(values):
    counts = {value: values.count(value) for value in values}
    values.append(3)
    return counts
""",
}
# What looks at mu afterwards is lost, the gradients of it included, as in one process.
EXPECTED = {"gaussian_kl": 1, "histogram": 0}
