# diagnosed: this is the smallest value
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).min(dim=1).values
