# diagnosed: the largest log-likelihood is taken off before the exponentials and not added back
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, generator=generator, dtype=x.dtype)
    log_p = log_likelihood(x, z)
    return (log_p - log_p.amax(0)).exp().mean(0).log()
