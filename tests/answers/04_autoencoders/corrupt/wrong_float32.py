# diagnosed: got torch.float32
def corrupt(x, p, generator=None):
    return (x * (torch.rand(x.shape, generator=generator) >= p)).float()
