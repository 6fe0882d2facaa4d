# diagnosed: Expected a torch tensor
def f_divergence(p, q, f):
    return (q * f(p / q)).sum().item()
