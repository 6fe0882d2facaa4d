# diagnosed: Every toss must be 0 or 1
def bernoulli_sample(theta, n, generator=None):
    return theta * torch.rand(n, generator=generator, dtype=theta.dtype)
