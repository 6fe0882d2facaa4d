# diagnosed: each has its own
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).max()
