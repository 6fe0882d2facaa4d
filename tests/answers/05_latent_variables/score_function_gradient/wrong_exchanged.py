# diagnosed: grad_mu and grad_logvar are exchanged
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_logvar, grad_mu
