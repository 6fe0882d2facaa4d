# diagnosed: Different states of the generator gave the same draw: do not set a seed of your own
def gmm_sample(n, weights, means, covariances, generator=None):
    torch.manual_seed(0)
    component = torch.multinomial(weights, n, replacement=True)
    return torch.distributions.MultivariateNormal(means[component], covariances[component]).sample(), component
