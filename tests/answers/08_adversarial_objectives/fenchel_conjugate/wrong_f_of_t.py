# diagnosed: f is evaluated at the slope
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(t)[:, None]).max(dim=1).values
