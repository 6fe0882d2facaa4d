# diagnosed: the draws are added up, as on the slide; the 1/S is missing
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    return bernoulli_log_likelihood(x.expand_as(logits), logits).sum(0) - gaussian_kl(mu, logvar)
