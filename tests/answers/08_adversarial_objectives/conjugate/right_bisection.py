# right: the touching point found by halving, with slopes by autograd
def conjugate(name, t):
    f = {
        "KL": lambda u: u * u.log(),
        "reverse KL": lambda u: -u.log(),
        "Pearson": lambda u: (u - 1) ** 2,
        "squared Hellinger": lambda u: (u.sqrt() - 1) ** 2,
        "GAN": lambda u: u * u.log() - (u + 1) * torch.log1p(u),
    }[name]
    s = t.double()
    low, high = torch.full_like(s, -30), torch.full_like(s, 30)
    for _ in range(100):
        middle = ((low + high) / 2).requires_grad_()
        u = middle.exp()
        with torch.enable_grad():
            (slope,) = torch.autograd.grad(f(u).sum(), u)
        low, high = torch.where(slope < s, middle, low).detach(), torch.where(slope < s, high, middle).detach()
    u = low.exp()
    return (s * u - f(u)).to(t.dtype)
