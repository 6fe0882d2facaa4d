# diagnosed: logvar is used as if it were the standard deviation
def reparameterize(mu, logvar, eps):
    return mu + logvar * eps
