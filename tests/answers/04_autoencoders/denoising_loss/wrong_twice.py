# diagnosed: entries are lost more than once
def denoising_loss(model, x, p, generator=None):
    noisy = corrupt(corrupt(x, p, generator), p, generator)
    return reconstruction_error(x, model(noisy)).mean()
