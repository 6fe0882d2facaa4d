# diagnosed: these are the ELBO's
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    std = (0.5 * logvar).exp()
    z = mu + std * eps
    log_q = Normal(mu, std).log_prob(z).sum(-1)
    log_weights = log_joint(x, z) - log_q
    bound = log_weights.logsumexp(0) - math.log(len(eps))
    return log_weights.mean(0) + (bound - log_weights.mean(0)).detach()
