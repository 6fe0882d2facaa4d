# right: component by component, with a triangular solve
def gmm_log_prob(x, weights, means, covariances):
    D = x.shape[1]
    columns = []
    for weight, mean, covariance in zip(weights, means, covariances):
        L = torch.linalg.cholesky(covariance)
        y = torch.linalg.solve_triangular(L, (x - mean).T, upper=False)
        log_density = -0.5 * (y**2).sum(0) - L.diagonal().log().sum() - 0.5 * D * math.log(2 * math.pi)
        columns.append(weight.log() + log_density)
    return torch.logsumexp(torch.stack(columns, dim=1), dim=1)
