# diagnosed: the terms are averaged over the outcomes
def f_divergence(p, q, f):
    return (q * f(p / q)).mean()
