# diagnosed: without a generator every call must draw anew
def corrupt(x, p, generator=None):
    if generator is None:
        generator = torch.Generator().manual_seed(0)
    return x * (torch.rand(x.shape, generator=generator) >= p)
