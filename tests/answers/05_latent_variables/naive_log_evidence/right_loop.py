# right: one draw after the other, added on the log scale
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    total = torch.full((len(x),), -torch.inf, dtype=x.dtype)
    for _ in range(n_samples):
        z = torch.randn(1, len(x), n_latent, generator=generator, dtype=x.dtype)
        total = torch.logaddexp(total, log_likelihood(x, z)[0])
    return total - torch.log(torch.tensor(float(n_samples)))
