# mistake: W^T W stands where W W^T belongs
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight.T @ weight + noise_std**2 * torch.eye(weight.shape[1], dtype=x.dtype)
    return MultivariateNormal(bias, covariance).log_prob(x)
