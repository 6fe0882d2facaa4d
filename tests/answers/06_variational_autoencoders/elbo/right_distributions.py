# right: torch.distributions for both
def elbo(x, logits, mu, logvar, beta=1.0):
    q, p = Normal(mu, (logvar / 2).exp()), Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(-1) - beta * kl_divergence(q, p).sum(-1)
