# diagnosed: in theta's dtype
def bernoulli_sample(theta, n, generator=None):
    return torch.rand(n, generator=generator) < theta
