# diagnosed: The draws of z have dtype torch.float32; x has torch.float64
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    z = torch.randn(n_samples, len(x), n_latent, generator=generator)
    return log_likelihood(x, z).logsumexp(0) - math.log(n_samples)
