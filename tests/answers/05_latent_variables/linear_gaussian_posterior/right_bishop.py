# right: Bishop's M, which is noise_std^2 times ours
def linear_gaussian_posterior(x, weight, bias, noise_std):
    M = weight.T @ weight + noise_std**2 * torch.eye(weight.shape[1], dtype=x.dtype)
    mean = torch.linalg.solve(M, weight.T @ (x - bias).T).T
    return mean, noise_std**2 * torch.linalg.inv(M)
