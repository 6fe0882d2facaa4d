# right: a normal number below its theta-quantile
def bernoulli_sample(theta, n, generator=None):
    eps = torch.randn(n, generator=generator, dtype=theta.dtype)
    return torch.where(eps < torch.special.ndtri(theta), 1.0, 0.0).to(theta)
