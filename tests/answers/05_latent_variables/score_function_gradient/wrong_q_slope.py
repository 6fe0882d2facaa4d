# diagnosed: the slopes of q are taken; the score is the slope of log q
def score_function_gradient(f, z, mu, logvar):
    std = (0.5 * logvar).exp()
    noise = (z - mu) / std
    grad_mu = f[:, None] * noise / std * Normal(mu, std).log_prob(z).exp()
    grad_logvar = f[:, None] * 0.5 * (noise.square() - 1)
    return grad_mu, grad_logvar
