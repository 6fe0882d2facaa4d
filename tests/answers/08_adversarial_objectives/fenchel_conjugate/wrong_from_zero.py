# diagnosed: 0 is the least that comes out
def fenchel_conjugate(f, t, u):
    best = torch.zeros_like(t)
    for v in u:
        best = torch.maximum(best, t * v - f(v))
    return best
