# diagnosed: logvar is halved, but not exponentiated
def reparameterize(mu, logvar, eps):
    return mu + 0.5 * logvar * eps
