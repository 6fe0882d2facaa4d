# right: u + theta reaches 1 with probability theta
def bernoulli_sample(theta, n, generator=None):
    u = torch.empty(n, dtype=theta.dtype).uniform_(generator=generator)
    return torch.floor(u + theta)
