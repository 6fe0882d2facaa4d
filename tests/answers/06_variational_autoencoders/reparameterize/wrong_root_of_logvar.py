# diagnosed: the root of logvar is taken; logvar is a logarithm
def reparameterize(mu, logvar, eps):
    return mu + logvar.sqrt() * eps
