# diagnosed: the noise is not normal
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = (torch.rand(n, means.shape[1], generator=generator, dtype=means.dtype) - 0.5) * 12**0.5
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
