# diagnosed: a 1 comes with probability theta squared
def bernoulli_sample(theta, n, generator=None):
    tosses = torch.bernoulli(theta.expand(n), generator=generator)
    return torch.bernoulli(theta * tosses, generator=generator)
