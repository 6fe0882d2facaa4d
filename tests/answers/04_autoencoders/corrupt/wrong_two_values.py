# diagnosed: Expected a torch tensor; got a tuple
def corrupt(x, p, generator=None):
    mask = torch.rand(x.shape, generator=generator) >= p
    return x * mask, mask
