"""An answer pasted from a Python prompt, and one from a page that shows the cells' numbers."""

ANSWERS = {
    "bernoulli_mle": ">>> def bernoulli_mle(x):\n...     return x.mean(0)\n",
    "clip_norm": """\
In [3]: def clip_norm(g, limit):
   ...:     return g * min(1.0, limit / float(g.norm()))
   ...:
""",
}
