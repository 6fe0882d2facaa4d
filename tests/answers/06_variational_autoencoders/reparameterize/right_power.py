# right: a power of e
def reparameterize(mu, logvar, eps):
    return mu + math.e ** (logvar / 2) * eps
