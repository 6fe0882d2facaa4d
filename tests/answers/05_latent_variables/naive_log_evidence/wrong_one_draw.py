# diagnosed: draws for each example; log_likelihood was asked about 1 of them
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(1, len(x), n_latent, generator=generator, dtype=x.dtype)
    return log_likelihood(x, z)[0]
