# diagnosed: hand generator on to every random call
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, dtype=x.dtype)
    return log_likelihood(x, z).logsumexp(0) - math.log(n_samples)
