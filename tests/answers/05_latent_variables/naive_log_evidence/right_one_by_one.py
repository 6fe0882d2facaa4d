# right: examples of shape (D,) one after the other, with draws that all share
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, n_latent, generator=generator, dtype=x.dtype)
    log_p = torch.stack([log_likelihood(row, z) for row in x], dim=1)
    return log_p.logsumexp(0) - math.log(n_samples)
