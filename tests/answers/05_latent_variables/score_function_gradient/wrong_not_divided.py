# diagnosed: the difference is not divided by the variance
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * (z - mu)
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
