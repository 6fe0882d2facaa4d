# diagnosed: Your function changes x in place
def denoising_loss(model, x, p, generator=None):
    clean = x.clone()
    x.copy_(corrupt(x, p, generator))
    return reconstruction_error(clean, model(x)).mean()
