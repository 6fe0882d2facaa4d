# diagnosed: the whole table is returned
def fenchel_conjugate(f, t, u):
    return t[:, None] * u - f(u)
