# diagnosed: exp(logvar) is the variance, and here it is squared once more
def score_function_gradient(f, z, mu, logvar):
    std = logvar.exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
