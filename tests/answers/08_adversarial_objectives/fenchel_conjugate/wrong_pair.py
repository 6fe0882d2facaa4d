# diagnosed: gives values and places
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).max(dim=1)
