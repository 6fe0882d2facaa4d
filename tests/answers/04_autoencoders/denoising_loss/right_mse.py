# right: mse_loss as a sum, divided by the number of examples
def denoising_loss(model, x, p, generator=None):
    noisy = corrupt(x=x, p=p, generator=generator)
    return F.mse_loss(model(noisy), x, reduction="sum") / len(x)
