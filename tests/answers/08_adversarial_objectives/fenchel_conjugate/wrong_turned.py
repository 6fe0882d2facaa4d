# diagnosed: the sign is turned around
def fenchel_conjugate(f, t, u):
    return (f(u) - t[:, None] * u).max(dim=1).values
