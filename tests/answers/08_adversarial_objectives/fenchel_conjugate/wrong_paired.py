# mistake: slopes and points are paired
def fenchel_conjugate(f, t, u):
    return (t * u - f(u)).max()
