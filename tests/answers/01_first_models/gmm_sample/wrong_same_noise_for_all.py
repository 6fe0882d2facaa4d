# diagnosed: the same noise is used for every point
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(means.shape[1], generator=generator, dtype=means.dtype)
    return means[component] + torch.linalg.cholesky(covariances)[component] @ eps, component
