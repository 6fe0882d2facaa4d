# diagnosed: p(x | z) is multiplied by the prior's density; the draws come from the prior already
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, generator=generator, dtype=x.dtype)
    return (log_likelihood(x, z) + Normal(0.0, 1.0).log_prob(z).sum(-1)).logsumexp(0) - math.log(n_samples)
