# diagnosed: the sign of the result is turned around
def fenchel_conjugate(f, t, u):
    return -(t[:, None] * u - f(u)).max(dim=1).values
