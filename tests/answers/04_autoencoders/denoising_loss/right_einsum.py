# right: the residual with itself, by einsum
def denoising_loss(model, x, p, generator=None):
    residual = model(corrupt(x, p, generator)) - x
    return torch.einsum("nd,nd->", residual, residual) / x.shape[0]
