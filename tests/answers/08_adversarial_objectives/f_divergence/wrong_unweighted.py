# diagnosed: the outcomes are not weighted
def f_divergence(p, q, f):
    return f(p / q).sum()
