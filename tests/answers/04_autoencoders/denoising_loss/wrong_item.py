# diagnosed: Expected a torch tensor; got a float
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, p, generator))).mean().item()
