# diagnosed: noise_std^2 is added to every entry of the covariance
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    return MultivariateNormal(bias, weight @ weight.T + noise_std**2).log_prob(x)
