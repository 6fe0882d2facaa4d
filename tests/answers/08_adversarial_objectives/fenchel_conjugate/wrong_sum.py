# diagnosed: the values are added up
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).sum(dim=1)
