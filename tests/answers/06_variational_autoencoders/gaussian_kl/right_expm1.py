# right: expm1, which keeps digits near the prior
def gaussian_kl(mu, logvar):
    return torch.sum(mu * mu + torch.expm1(logvar) - logvar, dim=-1) / 2
