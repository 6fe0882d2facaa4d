# diagnosed: probabilities are averaged; the bound averages their logarithms
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, eps))
    likelihood = bernoulli_log_likelihood(x.expand_as(logits), logits)
    return likelihood.logsumexp(0) - math.log(len(eps)) - gaussian_kl(mu, logvar)
