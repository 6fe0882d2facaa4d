# diagnosed: No entry became 0
def corrupt(x, p, generator=None):
    return x + p * torch.randn(x.shape, generator=generator, dtype=x.dtype)
