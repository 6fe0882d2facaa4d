"""An answer that prints what it does, all of it."""

ANSWERS = {
    "clip_norm": """\
def clip_norm(g, limit):
    for step in range(5_000):
        print(step, "=" * 500)
    return g * min(1.0, limit / float(g.norm()))
"""
}
