# diagnosed: only the first draw counts
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    return bernoulli_log_likelihood(x, decode(reparameterize(mu, logvar, eps[0]))) - gaussian_kl(mu, logvar)
