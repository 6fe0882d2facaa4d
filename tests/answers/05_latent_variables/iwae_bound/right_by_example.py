# right: the examples of shape (D,) one after the other, each encoded alone
def iwae_bound(x, encode, log_joint, eps):
    bounds = []
    for i in range(x.shape[0]):
        mu, logvar = encode(x[i])
        std = logvar.div(2).exp()
        z = mu + std * eps[:, i]
        log_w = log_joint(x[i], z) - Normal(mu, std).log_prob(z).sum(-1)
        bounds.append(log_w.logsumexp(0) - math.log(log_w.numel()))
    return torch.stack(bounds)
