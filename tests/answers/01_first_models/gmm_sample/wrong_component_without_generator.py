# diagnosed: The same generator gave two different draws: hand generator on to every random call
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.distributions.Categorical(weights).sample((n,))
    eps = torch.randn(n, means.shape[1], generator=generator, dtype=means.dtype)
    factors = torch.linalg.cholesky(covariances)
    return means[component] + (factors[component] @ eps[:, :, None])[:, :, 0], component
