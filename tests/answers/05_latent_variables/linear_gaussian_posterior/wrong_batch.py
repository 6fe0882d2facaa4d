# diagnosed: it does not depend on x
def linear_gaussian_posterior(x, weight, bias, noise_std):
    eye = torch.eye(weight.shape[1], dtype=x.dtype)
    precision = eye + weight.T @ weight / noise_std**2
    covariance = torch.linalg.inv(precision)
    return (x - bias) @ weight @ covariance / noise_std**2, covariance.expand(len(x), -1, -1)
