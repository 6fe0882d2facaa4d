# diagnosed: the covariance has to be multiplied by noise_std^2
def linear_gaussian_posterior(x, weight, bias, noise_std):
    M = weight.T @ weight + noise_std**2 * torch.eye(weight.shape[1], dtype=x.dtype)
    return torch.linalg.solve(M, weight.T @ (x - bias).T).T, torch.linalg.inv(M)
