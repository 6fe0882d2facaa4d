# diagnosed: the average runs over p
def f_divergence(p, q, f):
    return (p * f(p / q)).sum()
