# right: a loop over the draws, logaddexp one after the other
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    q = torch.distributions.Independent(Normal(mu, torch.exp(logvar).sqrt()), 1)
    total = None
    for noise in eps:
        z = q.base_dist.loc + q.base_dist.scale * noise
        log_w = log_joint(x, z) - q.log_prob(z)
        total = log_w if total is None else torch.logaddexp(total, log_w)
    return total - math.log(eps.shape[0])
