# diagnosed: these are logarithms of standard deviations; logvar is twice that
def mean_field_posterior(x, weight, bias, noise_std):
    mu, covariance = linear_gaussian_posterior(x, weight, bias, noise_std)
    return mu, -0.5 * torch.linalg.inv(covariance).diagonal().log().expand_as(mu)
