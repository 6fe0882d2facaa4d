# diagnosed: this is the point at which the value is largest
def fenchel_conjugate(f, t, u):
    return u[(t[:, None] * u - f(u)).argmax(dim=1)]
