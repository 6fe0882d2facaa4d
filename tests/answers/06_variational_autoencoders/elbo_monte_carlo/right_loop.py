# right: draw by draw with the earlier functions
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    total = 0
    for noise in eps:
        total = total + elbo(x, decode(reparameterize(mu, logvar, noise)), mu, logvar)
    return total / len(eps)
