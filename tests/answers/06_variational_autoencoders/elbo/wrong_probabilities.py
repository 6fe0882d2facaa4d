# diagnosed: the sigmoid is taken twice; the logits go in as they are
def elbo(x, logits, mu, logvar, beta=1.0):
    return bernoulli_log_likelihood(x, logits.sigmoid()) - beta * gaussian_kl(mu, logvar)
