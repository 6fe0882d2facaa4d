# diagnosed: The number of entries lost is the same in every call
def corrupt(x, p, generator=None):
    order = torch.randperm(x.numel(), generator=generator)[: round(p * x.numel())]
    noisy = x.flatten().clone()
    noisy[order] = 0
    return noisy.reshape(x.shape)
