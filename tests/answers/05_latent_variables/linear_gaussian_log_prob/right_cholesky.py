# right: whitened by the Cholesky factor
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std**2 * torch.eye(len(bias), dtype=x.dtype)

    factor = torch.linalg.cholesky(covariance)
    white = torch.linalg.solve_triangular(factor, (x - bias).T, upper=False)
    log_det = 2 * factor.diagonal().log().sum()
    return -0.5 * (white.square().sum(0) + log_det + len(bias) * math.log(2 * math.pi))
