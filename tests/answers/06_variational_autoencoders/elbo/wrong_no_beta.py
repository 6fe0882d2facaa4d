# diagnosed: beta is not used
def elbo(x, logits, mu, logvar, beta=1.0):
    return bernoulli_log_likelihood(x, logits) - gaussian_kl(mu, logvar)
