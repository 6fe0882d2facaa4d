# diagnosed: The same generator gave two different draws: hand generator on to every random call
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return torch.distributions.MultivariateNormal(means[component], covariances[component]).sample(), component
