# diagnosed: the noise is not used
def reparameterize(mu, logvar, eps):
    return mu + 0 * logvar
