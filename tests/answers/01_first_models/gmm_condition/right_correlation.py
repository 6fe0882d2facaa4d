# right: standard deviations, a correlation, and densities without logarithms
def gmm_condition(value, weights, means, covariances):
    std = torch.diagonal(covariances, dim1=-2, dim2=-1).sqrt()
    rho = covariances[:, 0, 1] / std.prod(1)
    z = (value - means[:, 1]) / std[:, 1]
    density = weights * torch.exp(-(z**2) / 2) / std[:, 1]
    return [density / density.sum(), means[:, 0] + rho * std[:, 0] * z, (1 - rho**2) * std[:, 0] ** 2]
