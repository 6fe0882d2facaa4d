# diagnosed: the logarithms are averaged; average p(x | z), then take the logarithm
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, generator=generator, dtype=x.dtype)
    return log_likelihood(x, z).mean(0)
