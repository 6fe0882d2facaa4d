# right: example by example, with draws of its own
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    values = []
    for n in range(len(x)):
        z = torch.empty(n_samples, 1, n_latent, dtype=x.dtype).normal_(generator=generator)
        values.append(log_likelihood(x[n : n + 1], z).logsumexp(0) - math.log(n_samples))
    return torch.cat(values)
