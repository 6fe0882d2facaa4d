# diagnosed: with the KL subtracted outside
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    std = (0.5 * logvar).exp()
    z = mu + std * eps
    log_q = Normal(torch.zeros_like(mu), 1.0).log_prob(z).sum(-1)
    log_weights = log_joint(x, z) - log_q
    return log_weights.logsumexp(0) - math.log(len(eps)) - 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
