# diagnosed: the noise is subtracted
def reparameterize(mu, logvar, eps):
    return mu - torch.exp(0.5 * logvar) * eps
