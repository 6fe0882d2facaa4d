# right: a loop over the outcomes
def f_divergence(p, q, f):
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p, q):
        total = total + b * f(a / b)
    return total
