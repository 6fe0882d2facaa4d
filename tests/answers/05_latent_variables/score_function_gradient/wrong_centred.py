# diagnosed: a baseline is subtracted from f
def score_function_gradient(f, z, mu, logvar):
    f = f - f.mean()
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
