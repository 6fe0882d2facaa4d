# diagnosed: This is the mask; multiply x by it
def corrupt(x, p, generator=None):
    return (torch.rand(x.shape, generator=generator) >= p).to(x.dtype)
