# diagnosed: the entries of W are not squared
def mean_field_posterior(x, weight, bias, noise_std):
    mu, _ = linear_gaussian_posterior(x, weight, bias, noise_std)
    return mu, -(1 + weight.abs().sum(0) / noise_std**2).log().expand_as(mu)
