# diagnosed: only the lost entries count; reconstruct the others, too
def denoising_loss(model, x, p, generator=None):
    noisy = corrupt(x, p, generator)
    return ((x - model(noisy)) ** 2 * (noisy == 0)).sum(1).mean()
