# diagnosed: the noise is divided by the standard deviation
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(-0.5 * logvar) * eps
