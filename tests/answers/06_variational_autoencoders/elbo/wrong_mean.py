# diagnosed: reduce at the call, not here
def elbo(x, logits, mu, logvar, beta=1.0):
    return (bernoulli_log_likelihood(x, logits) - beta * gaussian_kl(mu, logvar)).mean()
