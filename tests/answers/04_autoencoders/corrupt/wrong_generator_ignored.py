# diagnosed: hand generator on to every random call
def corrupt(x, p, generator=None):
    return x * (torch.rand(x.shape) >= p)
