# right: torch.distributions
def gaussian_kl(mu, logvar):
    q = Normal(mu, (logvar / 2).exp())
    return kl_divergence(q, Normal(0.0, 1.0)).sum(dim=1)
