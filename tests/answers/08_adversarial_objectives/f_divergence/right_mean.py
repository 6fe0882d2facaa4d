# right: a mean with weights
def f_divergence(p, q, f):
    values = f(p / q)
    return (values * q * len(q)).mean()
