# mistake: one toss is repeated n times
def bernoulli_sample(theta, n, generator=None):
    return torch.bernoulli(theta, generator=generator).expand(n)
