# diagnosed: p is the chance to be lost, and you keep with it
def corrupt(x, p, generator=None):
    return x * (torch.rand(x.shape, generator=generator) < p)
