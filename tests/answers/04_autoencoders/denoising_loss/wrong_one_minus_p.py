# diagnosed: p is the chance to be lost, and you keep with it
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, 1 - p, generator))).mean()
