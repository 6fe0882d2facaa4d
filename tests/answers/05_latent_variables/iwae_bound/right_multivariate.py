# right: a multivariate normal with a diagonal factor, 1/K inside
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    q = MultivariateNormal(mu, scale_tril=torch.diag_embed((logvar / 2).exp()))
    z = mu + (q.scale_tril @ eps[..., None])[..., 0]
    return torch.logsumexp(log_joint(x, z) - q.log_prob(z) - math.log(len(eps)), 0)
