# diagnosed: the terms are not added
def f_divergence(p, q, f):
    return q * f(p / q)
