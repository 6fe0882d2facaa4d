# right: two outcomes, drawn with replacement
def bernoulli_sample(theta, n, generator=None):
    outcomes = torch.stack([1 - theta, theta])
    return torch.multinomial(outcomes, n, replacement=True, generator=generator).to(theta.dtype)
