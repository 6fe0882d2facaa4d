# diagnosed: the model is not asked: the corrupted x itself is compared
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, corrupt(x, p, generator)).mean()
