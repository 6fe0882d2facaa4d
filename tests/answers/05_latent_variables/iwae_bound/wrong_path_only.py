# diagnosed: mu and logvar are cut off in log q
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    z = mu + (0.5 * logvar).exp() * eps
    log_q = Normal(mu.detach(), (0.5 * logvar).exp().detach()).log_prob(z).sum(-1)
    return (log_joint(x, z) - log_q).logsumexp(0) - math.log(len(eps))
