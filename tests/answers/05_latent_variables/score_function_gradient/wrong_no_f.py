# diagnosed: the values f(z) are missing
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = noise / std
    grad_logvar = 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
