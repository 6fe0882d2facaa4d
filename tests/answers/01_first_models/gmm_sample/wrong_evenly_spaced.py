# diagnosed: the counts are fixed shares of n; each point must choose its component by chance
def gmm_sample(n, weights, means, covariances, generator=None):
    u = (torch.arange(n) + torch.rand(1, generator=generator)) / n
    component = torch.bucketize(u, weights.cumsum(0).float()).clamp(max=len(weights) - 1)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
