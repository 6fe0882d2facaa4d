# right: a clone, filled in place
def corrupt(x, p, generator=None):
    noisy = x.clone()
    noisy[torch.empty_like(x).uniform_(generator=generator) < p] = 0
    return noisy
