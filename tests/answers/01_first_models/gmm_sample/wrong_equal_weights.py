# diagnosed: all components are equally frequent; use the weights
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.randint(len(weights), (n,), generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
