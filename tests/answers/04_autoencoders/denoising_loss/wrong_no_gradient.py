# diagnosed: No gradient flows back to a
def denoising_loss(model, x, p, generator=None):
    with torch.no_grad():
        return reconstruction_error(x, model(corrupt(x, p, generator))).mean()
