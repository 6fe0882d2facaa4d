# diagnosed: the terms are divided by q
def f_divergence(p, q, f):
    return (f(p / q) / q).sum()
