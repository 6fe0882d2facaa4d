# diagnosed: the errors of the examples are added up; take their mean
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, p, generator))).sum()
