# right: a mask of kept entries from torch.bernoulli
def corrupt(x, p, generator=None):
    return x * torch.bernoulli(torch.full_like(x, 1 - p), generator=generator)
