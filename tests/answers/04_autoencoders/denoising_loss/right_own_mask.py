# right: a mask of its own
def denoising_loss(model, x, p, generator=None):
    kept = torch.rand(x.shape, generator=generator, dtype=x.dtype) >= p
    x_hat = model(x * kept)
    return ((x_hat - x) ** 2).sum(-1).mean()
