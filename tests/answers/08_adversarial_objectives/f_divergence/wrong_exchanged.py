# diagnosed: p and q are exchanged
def f_divergence(p, q, f):
    return (p * f(q / p)).sum()
