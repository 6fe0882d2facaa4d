"""Recursion past Python's own limit, which ends the process."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import sys
    sys.setrecursionlimit(10**9)
    class Deep:
        def __getattr__(self, name): return getattr(self, name + "x")
    return Deep().a
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("crashed", "wrong", "timed out", "out of memory")
