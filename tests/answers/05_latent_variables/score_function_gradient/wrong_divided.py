# diagnosed: each term is divided by the number of draws
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu / len(f), grad_logvar / len(f)
