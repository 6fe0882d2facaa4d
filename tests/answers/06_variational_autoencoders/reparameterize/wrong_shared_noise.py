# diagnosed: all examples share the noise of the first; each has its own
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[:1]
