# diagnosed: log q lacks its constant
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    std = (0.5 * logvar).exp()
    z = mu + std * eps
    log_q = -0.5 * (eps.square() + logvar).sum(-1)
    log_weights = log_joint(x, z) - log_q
    return log_weights.logsumexp(0) - math.log(len(eps))
