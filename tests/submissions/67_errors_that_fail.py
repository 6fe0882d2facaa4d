"""Errors whose text is huge, no text at all, or raises an error; and one whose class has a strange name."""

FIRST = """\
class Nasty(Exception):
    def __str__(self): raise SystemExit
    __repr__ = __str__
class Wordless(Exception):
    def __str__(self): return 7
Odd = type("</pre><script>alert(1)</script>" + "x" * 10**6, (Exception,), {})
"""
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    raise ValueError('x' * 10**8)\n",
    "clip_norm": "def clip_norm(g, limit):\n    raise Nasty()\n",
    "histogram": "def histogram(values):\n    raise Odd('\\ud800')\n",
    "draw": "def draw(n, generator=None):\n    raise Wordless()\n",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0, "draw": 0}
