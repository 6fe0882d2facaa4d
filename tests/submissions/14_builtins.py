"""Redefine what bare assertions are made of."""

FIRST = """\
import builtins
builtins.abs = lambda x: 0.0
"""
ANSWERS = {"clip_norm": "def clip_norm(g, limit):\n    return g / 5 if len(g) == 2 else g\n"}
EXPECTED = {"clip_norm": 0}
STOCK = {"clip_norm": 1}
