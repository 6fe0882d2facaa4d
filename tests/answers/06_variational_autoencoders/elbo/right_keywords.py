# right: keyword arguments and a helper that is defined inside
def elbo(x, logits, mu, logvar, beta=1.0):
    def terms():
        yield bernoulli_log_likelihood(x=x, logits=logits)
        yield -beta * gaussian_kl(mu=mu, logvar=logvar)

    return sum(terms())
