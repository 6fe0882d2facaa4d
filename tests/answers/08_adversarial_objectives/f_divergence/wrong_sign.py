# diagnosed: the sign is turned around
def f_divergence(p, q, f):
    return -(q * f(p / q)).sum()
