# diagnosed: the model is shown the clean x
def denoising_loss(model, x, p, generator=None):
    corrupt(x, p, generator)
    return reconstruction_error(x, model(x)).mean()
