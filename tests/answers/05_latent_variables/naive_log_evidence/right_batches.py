# right: in batches of draws
def naive_log_evidence(x, log_likelihood, n_samples, n_latent, generator=None):
    parts, left = [], n_samples
    while left > 0:
        size = min(left, 3000)
        z = torch.randn((size, 1, n_latent), generator=generator).to(x.dtype)
        parts.append(log_likelihood(x, z))
        left -= size
    values = torch.cat(parts)
    return (values - math.log(len(values))).logsumexp(0)
