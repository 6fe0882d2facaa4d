# diagnosed: the noise is added to mu before it is scaled
def reparameterize(mu, logvar, eps):
    return torch.exp(0.5 * logvar) * (mu + eps)
