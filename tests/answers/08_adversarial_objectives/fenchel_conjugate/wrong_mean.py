# diagnosed: the values are averaged
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).mean(dim=1)
