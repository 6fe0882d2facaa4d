# diagnosed: the bias is not taken off
def mean_field_posterior(x, weight, bias, noise_std):
    mu, covariance = linear_gaussian_posterior(x + bias, weight, bias, noise_std)
    return mu, -torch.linalg.inv(covariance).diagonal().log().expand_as(mu)
