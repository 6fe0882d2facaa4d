# diagnosed: noise_std is taken for a variance; square it
def linear_gaussian_posterior(x, weight, bias, noise_std):
    covariance = torch.linalg.inv(torch.eye(weight.shape[1], dtype=x.dtype) + weight.T @ weight / noise_std)
    return (x - bias) @ weight @ covariance / noise_std, covariance
