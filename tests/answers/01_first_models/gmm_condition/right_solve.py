# right: blocks and torch.linalg.solve, as for any number of features
def gmm_condition(value, weights, means, covariances):
    a, b = slice(0, 1), slice(1, 2)
    residual = (value - means[:, b]).unsqueeze(-1)
    gain = torch.linalg.solve(covariances[:, b, b], covariances[:, b, a]).mT
    new_means = means[:, a].unsqueeze(-1) + gain @ residual
    variances = covariances[:, a, a] - gain @ covariances[:, b, a]
    x1 = torch.full((1, 1), value, dtype=means.dtype)
    margin = torch.distributions.MultivariateNormal(means[:, b], covariances[:, b, b])
    new_weights = (weights.log() + margin.log_prob(x1)).softmax(0)
    return new_weights, new_means.flatten(), variances.flatten()
