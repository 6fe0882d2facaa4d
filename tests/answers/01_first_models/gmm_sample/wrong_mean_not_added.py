# diagnosed: the mean is not added
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return (factors[component] @ eps[:, :, None])[:, :, 0], component
