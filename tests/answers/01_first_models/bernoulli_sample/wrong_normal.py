# diagnosed: normal numbers (randn) are compared with theta; draw uniform ones (rand)
def bernoulli_sample(theta, n, generator=None):
    return (torch.randn(n, generator=generator, dtype=theta.dtype) < theta).to(theta.dtype)
