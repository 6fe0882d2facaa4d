# diagnosed: multiplied by 1/(1-p), as Dropout does
def corrupt(x, p, generator=None):
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)
