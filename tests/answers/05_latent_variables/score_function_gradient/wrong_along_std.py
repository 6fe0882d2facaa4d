# diagnosed: this is the slope along the standard deviation
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * (noise.square() - 1) / std
    return grad_mu, grad_logvar
