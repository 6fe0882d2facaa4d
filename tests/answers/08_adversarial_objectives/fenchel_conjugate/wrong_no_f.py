# diagnosed: f is missing
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u).max(dim=1).values
