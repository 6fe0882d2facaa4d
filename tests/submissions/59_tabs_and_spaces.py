"""Tabs beside spaces, no-break spaces, and a zero-width one, as a web page leaves them."""

ANSWERS = {
    "bernoulli_mle": "def bernoulli_mle(x):\n    '''Mean.'''\n\treturn x.mean(0)\n",
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
\u00a0\u00a0\u00a0\u00a0return 0.5 * (mu.square() + logvar.exp()\u00a0- 1 - logvar).sum(-1)
""",
    "clip_norm": "\ufeffdef clip_norm(g, limit):\n    return g *\u200b min(1.0, limit / float(g.norm()))\n",
}
