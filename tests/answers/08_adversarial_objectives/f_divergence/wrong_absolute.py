# diagnosed: terms may be negative
def f_divergence(p, q, f):
    return (q * f(p / q)).abs().sum()
