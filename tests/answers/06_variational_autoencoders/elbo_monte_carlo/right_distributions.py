# right: torch.distributions for both terms, a mean over the draws at the end
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    q = Normal(mu, logvar.mul(0.5).exp())
    logits = decode(q.loc + q.scale * eps)
    likelihood = Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(-1)
    return (likelihood - kl_divergence(q, Normal(0.0, 1.0)).sum(-1)).mean(0)
