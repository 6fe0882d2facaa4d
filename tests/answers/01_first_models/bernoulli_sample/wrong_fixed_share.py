# diagnosed: the number of ones is always the same; each toss must be free
def bernoulli_sample(theta, n, generator=None):
    ones = round(theta.item() * n)
    tosses = torch.cat([torch.ones(ones), torch.zeros(n - ones)]).to(theta.dtype)
    return tosses[torch.randperm(n, generator=generator)]
