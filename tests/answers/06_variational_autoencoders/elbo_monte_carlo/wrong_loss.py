# diagnosed: the sign is turned around; this is a loss
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    return gaussian_kl(mu, logvar) - bernoulli_log_likelihood(x.expand_as(logits), logits).mean(0)
