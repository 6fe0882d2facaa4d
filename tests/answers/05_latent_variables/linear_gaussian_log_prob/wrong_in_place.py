# diagnosed: Your function changes x in place
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std**2 * torch.eye(len(bias), dtype=x.dtype)
    x -= bias
    return MultivariateNormal(torch.zeros_like(bias), covariance).log_prob(x)
