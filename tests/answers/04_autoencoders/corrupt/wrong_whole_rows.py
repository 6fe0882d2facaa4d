# diagnosed: Whole rows are lost or kept
def corrupt(x, p, generator=None):
    return x * (torch.rand(len(x), 1, generator=generator) >= p)
