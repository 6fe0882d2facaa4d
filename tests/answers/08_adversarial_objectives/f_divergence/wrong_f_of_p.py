# diagnosed: it takes the ratio p / q
def f_divergence(p, q, f):
    return (q * f(p)).sum()
