# right: one feature after the other, along the eigenvectors
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = weight @ weight.T + noise_std**2 * torch.eye(len(bias), dtype=x.dtype)

    variances, axes = torch.linalg.eigh(covariance)
    total = torch.zeros(len(x), dtype=x.dtype)
    for k in range(len(bias)):
        total += Normal(torch.zeros((), dtype=x.dtype), variances[k].sqrt()).log_prob((x - bias) @ axes[:, k])
    return total
