# right: torch.bernoulli
def bernoulli_sample(theta, n, generator=None):
    return torch.bernoulli(theta.expand(n), generator=generator)
