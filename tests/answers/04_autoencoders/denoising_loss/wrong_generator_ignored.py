# diagnosed: hand generator on to every random call
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(corrupt(x, p))).mean()
