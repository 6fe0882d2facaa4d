# right: Bayes' rule one feature after the other
def linear_gaussian_posterior(x, weight, bias, noise_std):
    N, Z = len(x), weight.shape[1]
    mean, covariance = torch.zeros(N, Z, dtype=x.dtype), torch.eye(Z, dtype=x.dtype)
    for d in range(len(bias)):
        w = weight[d]
        gain = covariance @ w / (w @ covariance @ w + noise_std**2)
        mean = mean + (x[:, d] - bias[d] - mean @ w)[:, None] * gain
        covariance = covariance - torch.outer(gain, w @ covariance)
    return mean, covariance
