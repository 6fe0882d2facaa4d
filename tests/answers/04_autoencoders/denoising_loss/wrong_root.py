# diagnosed: this is a mean of distances; square them
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, p, generator))).sqrt().mean()
