# diagnosed: mu is left out
def reparameterize(mu, logvar, eps):
    return (0.5 * logvar).exp() * eps
