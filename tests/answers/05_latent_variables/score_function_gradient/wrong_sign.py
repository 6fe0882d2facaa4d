# diagnosed: the sign is turned around
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (mu - z) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (1 - noise.square())
    return grad_mu, grad_logvar
