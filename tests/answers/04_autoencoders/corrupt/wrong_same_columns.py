# diagnosed: The same columns are lost in every row
def corrupt(x, p, generator=None):
    return x * (torch.rand(x.shape[1], generator=generator) >= p)
