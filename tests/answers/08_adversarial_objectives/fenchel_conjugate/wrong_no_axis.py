# diagnosed: slope and point are added
def fenchel_conjugate(f, t, u):
    return (t[:, None] + u - f(u)).max(dim=1).values
