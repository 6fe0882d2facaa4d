# right: both terms written out again
def elbo(x, logits, mu, logvar, beta=1.0):
    likelihood = (x * logits - F.softplus(logits)).sum(1)
    return likelihood - beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
