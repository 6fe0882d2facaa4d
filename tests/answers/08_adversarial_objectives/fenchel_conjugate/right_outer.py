# right: an outer product and amax
def fenchel_conjugate(f, t, u):
    return (torch.outer(t, u) - f(u)[None, :]).amax(dim=-1)
