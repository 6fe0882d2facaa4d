# diagnosed: use eps, and draw nothing yourself
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu, logvar, torch.randn_like(eps)))
    return bernoulli_log_likelihood(x.expand_as(logits), logits).mean(0) - gaussian_kl(mu, logvar)
