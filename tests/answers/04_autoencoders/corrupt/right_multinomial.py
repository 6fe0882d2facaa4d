# right: lost or kept drawn as a category
def corrupt(x, p, generator=None):
    kept = torch.multinomial(torch.tensor([p, 1 - p]), x.numel(), replacement=True, generator=generator)
    return x * kept.reshape(x.shape).to(x.dtype)
