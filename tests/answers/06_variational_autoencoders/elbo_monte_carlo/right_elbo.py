# right: the bound of every draw at once by the earlier function, mu and logvar repeated
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = (value.unsqueeze(0).expand_as(eps) for value in encode(x))
    logits = decode(reparameterize(mu, logvar, eps))
    return elbo(x.unsqueeze(0).expand_as(logits), logits, mu, logvar).mean(0)
