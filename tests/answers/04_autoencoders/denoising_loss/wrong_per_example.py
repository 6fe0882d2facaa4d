# diagnosed: this is one value for each example; return their mean
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, p, generator)))
