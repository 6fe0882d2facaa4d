# diagnosed: the draws of z are averaged before they are decoded
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps).mean(0))
    return bernoulli_log_likelihood(x, logits) - gaussian_kl(mu, logvar)
