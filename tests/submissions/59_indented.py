"""An answer that is indented as a whole, and one in the fences of a chat."""

ANSWERS = {
    "bernoulli_mle": "    def bernoulli_mle(x):\n        return x.mean(0)\n",
    "clip_norm": """\
```python
def clip_norm(g, limit):
    return g * min(1.0, limit / float(g.norm()))
```
""",
}
