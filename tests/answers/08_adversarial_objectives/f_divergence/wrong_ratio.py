# diagnosed: the ratio is upside down
def f_divergence(p, q, f):
    return (q * f(q / p)).sum()
