# diagnosed: Your function changes x in place
def corrupt(x, p, generator=None):
    x[torch.rand(x.shape, generator=generator) < p] = 0
    return x
