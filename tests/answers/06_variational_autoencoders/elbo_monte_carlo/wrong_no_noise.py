# diagnosed: the noise is not used
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    return bernoulli_log_likelihood(x, decode(mu)) - gaussian_kl(mu, logvar)
