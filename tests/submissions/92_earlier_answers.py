"""An answer that calls the student's own answer to an earlier exercise, and its own constants."""

FIRST = "HALF = 0.5\ncalls = 0\n"
ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    global calls
    calls += 1
    rows = mu.square() + logvar.exp() - 1 - logvar
    return HALF * bernoulli_mle(rows.T) * rows.shape[1]
""",
    "histogram": """\
def histogram(values):
    assert calls > 0
    return {value: values.count(value) for value in values}
""",
}
