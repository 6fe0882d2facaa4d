# diagnosed: Expected shape (3,), one value for each example; got ()
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std**2 * torch.eye(len(bias), dtype=x.dtype)
    return MultivariateNormal(bias, covariance).log_prob(x).sum()
