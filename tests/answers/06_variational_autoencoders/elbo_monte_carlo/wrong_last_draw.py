# diagnosed: only the last draw counts
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    for noise in eps:
        likelihood = bernoulli_log_likelihood(x, decode(reparameterize(mu, logvar, noise)))
    return likelihood - gaussian_kl(mu, logvar)
