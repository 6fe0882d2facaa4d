# diagnosed: multiplied by 1/(1-p), as Dropout does
def denoising_loss(model, x, p, generator=None):
    return reconstruction_error(x, model(F.dropout(x, p))).mean()
