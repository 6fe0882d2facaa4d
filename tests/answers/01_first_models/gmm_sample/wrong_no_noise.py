# diagnosed: every point of the component is the mean itself: the noise is missing
def gmm_sample(n, weights, means, covariances, generator=None):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component], component
