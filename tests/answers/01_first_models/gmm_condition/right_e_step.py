# right: the new weights are the responsibilities under the margin of x1
def gmm_condition(value, weights, means, covariances):
    x1 = torch.tensor([[value]], dtype=means.dtype)
    new_weights = gmm_e_step(x1, weights, means[:, 1:], covariances[:, 1:, 1:])[0]
    correlation_slope = covariances[:, 0, 1] / covariances[:, 1, 1]
    new_means = means[:, 0] + correlation_slope * (value - means[:, 1])
    return new_weights, new_means, covariances.det() / covariances[:, 1, 1]
