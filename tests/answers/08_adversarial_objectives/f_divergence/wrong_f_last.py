# diagnosed: f is applied last
def f_divergence(p, q, f):
    return f((p / q).sum())
