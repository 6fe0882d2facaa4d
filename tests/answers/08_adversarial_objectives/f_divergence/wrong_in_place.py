# diagnosed: changes p in place
def f_divergence(p, q, f):
    p /= q
    return (q * f(p)).sum()
