# diagnosed: the mean runs over the examples
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    return (bernoulli_log_likelihood(x.expand_as(logits), logits) - gaussian_kl(mu, logvar)).mean(1)
