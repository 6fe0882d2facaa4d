# diagnosed: Expected shape (3,), one value for each example; got (5,)
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, generator=generator, dtype=x.dtype)
    return log_likelihood(x, z).logsumexp(1) - math.log(n_samples)
