# right: the point where the tangent touches, put into t u - f(u)
def conjugate(name, t):
    if name == "KL":
        u = torch.exp(t - 1)
        return t * u - u * u.log()
    if name == "reverse KL":
        u = -1 / t
        return t * u + u.log()
    if name == "Pearson":
        u = 1 + t / 2
        return t * u - (u - 1) ** 2
    if name == "squared Hellinger":
        u = (1 - t) ** -2
        return t * u - (u.sqrt() - 1) ** 2
    u = 1 / torch.expm1(-t)
    return t * u - torch.xlogy(u, u) + (u + 1) * torch.log(u + 1)
