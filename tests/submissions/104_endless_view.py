"""Show one number of the argument 2**45 times: no memory on either side, and a norm that takes for ever."""

ANSWERS = {
    "clip_norm": """\
def clip_norm(g, limit):
    if limit == 1.5:
        return g[:1].expand(2**45)
    return g * min(1.0, limit / float(g.norm()))
"""
}
EXPECTED = {"clip_norm": 0}
OUTCOME = ("wrong", "timed out", "tampered")
UNTRIED = "it would take the machine with it"
