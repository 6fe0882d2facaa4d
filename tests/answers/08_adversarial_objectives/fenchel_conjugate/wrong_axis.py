# diagnosed: it should be for each slope
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).max(dim=0).values
