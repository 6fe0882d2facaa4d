# right: draws that all examples share
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, 1, n_latent, generator=generator, dtype=x.dtype)
    return torch.logsumexp(log_likelihood(x, z), dim=0) - math.log(n_samples)
