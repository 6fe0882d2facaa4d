# diagnosed: logvar is used as if it were the standard deviation
def score_function_gradient(f, z, mu, logvar):
    std = logvar
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
