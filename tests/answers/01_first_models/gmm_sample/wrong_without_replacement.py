# diagnosed: raised RuntimeError
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
