# diagnosed: this is the place of the largest value
def fenchel_conjugate(f, t, u):
    return (t[:, None] * u - f(u)).argmax(dim=1)
