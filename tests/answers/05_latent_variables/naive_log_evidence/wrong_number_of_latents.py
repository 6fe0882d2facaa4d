# diagnosed: A draw of z has n_latent = 2 numbers; yours has 3
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), x.shape[1], generator=generator, dtype=x.dtype)
    return log_likelihood(x, z).logsumexp(0) - math.log(n_samples)
