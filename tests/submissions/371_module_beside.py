"""A module that one cell writes and an answer imports, as a kernel can, which looks in its own folder."""

FIRST = """\
%%writefile my_helpers.py
def half_sum(x):
    return x.sum(-1) / 2
"""
ANSWERS = {
    "gaussian_kl": """\
from my_helpers import half_sum
def gaussian_kl(mu, logvar):
    return half_sum(mu.square() + logvar.exp() - 1 - logvar)
"""
}
