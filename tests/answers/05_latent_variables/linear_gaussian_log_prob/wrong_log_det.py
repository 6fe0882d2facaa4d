# diagnosed: log det of the covariance is not halved
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std**2 * torch.eye(len(bias), dtype=x.dtype)

    residual = x - bias
    squares = (residual @ torch.linalg.inv(covariance) * residual).sum(1)
    return -0.5 * squares - torch.logdet(covariance) - 0.5 * len(bias) * math.log(2 * math.pi)
