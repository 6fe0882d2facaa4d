# diagnosed: W^T W is multiplied by noise_std^2; divide by it
def linear_gaussian_posterior(x, weight, bias, noise_std):
    covariance = torch.linalg.inv(torch.eye(weight.shape[1], dtype=x.dtype) + weight.T @ weight * noise_std**2)
    return (x - bias) @ weight @ covariance / noise_std**2, covariance
