# diagnosed: the outcomes all count the same
def f_divergence(p, q, f):
    return f(p / q).mean()
