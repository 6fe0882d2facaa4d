"""Right answers that warn, log and write to stderr: an accident that costs full marks."""

ANSWERS = {
    "clip_norm": """\
def clip_norm(g, limit):
    import logging, sys, warnings
    warnings.warn("this is slow")
    logging.warning("this is slow")
    print("this is slow", file=sys.stderr)
    return g * min(1.0, limit / float(g.norm()))
"""
}
STOCK = {"clip_norm": 0}
