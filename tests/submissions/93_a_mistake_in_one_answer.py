"""A syntax error, an error below the answer, and an answer that calls what does not exist."""

ANSWERS = {
    "bernoulli_mle": "def bernoulli_mle(x)\n    return x.mean(0)\n",
    "clip_norm": """\
def clip_norm(g, limit):
    return g * min(1.0, limit / float(g.norm()))
assert clip_norm(g, 2) == 7
""",
    "histogram": "def histogram(values):\n    return Count(values)\n",
}
EXPECTED = {"bernoulli_mle": 0, "histogram": 0}
