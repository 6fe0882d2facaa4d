# diagnosed: the sign is turned around: this is a loss
def elbo(x, logits, mu, logvar, beta=1.0):
    return beta * gaussian_kl(mu, logvar) - bernoulli_log_likelihood(x, logits)
