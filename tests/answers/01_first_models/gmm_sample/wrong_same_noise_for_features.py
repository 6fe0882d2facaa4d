# diagnosed: one number serves as the noise of all features
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, 1, generator=generator, dtype=means.dtype).expand(n, means.shape[1])
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
