# diagnosed: the model is shown the clean x, and the corrupted one is the target
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(corrupt(x, p, generator), model(x)).mean()
