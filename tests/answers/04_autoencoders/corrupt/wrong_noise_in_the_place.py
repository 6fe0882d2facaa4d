# diagnosed: No entry became 0
def corrupt(x, p, generator=None):
    lost = torch.rand(x.shape, generator=generator) < p
    return torch.where(lost, torch.rand(x.shape, generator=generator, dtype=x.dtype), x)
