# diagnosed: the variances are used as standard deviations
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    return means[component] + covariances.diagonal(dim1=1, dim2=2)[component] * eps, component
