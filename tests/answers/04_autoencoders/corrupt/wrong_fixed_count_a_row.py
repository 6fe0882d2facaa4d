# diagnosed: Every row loses the same number of entries
def corrupt(x, p, generator=None):
    order = torch.rand(x.shape, generator=generator).argsort(1)
    return x.scatter(1, order[:, : round(p * x.shape[1])], 0.0)
