# diagnosed: this is the precision; the covariance is its inverse
def linear_gaussian_posterior(x, weight, bias, noise_std):
    eye = torch.eye(weight.shape[1], dtype=x.dtype)
    precision = eye + weight.T @ weight / noise_std**2
    return (x - bias) @ weight @ torch.linalg.inv(precision) / noise_std**2, precision
