# diagnosed: this is the mean of the whole mixture: points and components do not belong together
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    x = means[component] + (factors[component] @ eps[:, :, None])[:, :, 0]
    return x[torch.randperm(n, generator=generator)], component
