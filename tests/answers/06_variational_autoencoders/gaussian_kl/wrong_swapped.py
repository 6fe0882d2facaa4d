# diagnosed: the arguments are swapped: this is the KL from the prior to q
def gaussian_kl(mu, logvar):
    q = Normal(mu, (logvar / 2).exp())
    return kl_divergence(Normal(torch.zeros_like(mu), torch.ones_like(mu)), q).sum(-1)
