# diagnosed: the output is corrupted; corrupt the input
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, corrupt(model(x), p, generator)).mean()
