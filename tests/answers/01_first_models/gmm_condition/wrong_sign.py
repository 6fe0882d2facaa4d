# diagnosed: the correction has the wrong sign
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0, 1] / covariances[:, 1, 1]
    residual = value - means[:, 1]
    log_margin = -0.5 * (covariances[:, 1, 1].log() + residual**2 / covariances[:, 1, 1])
    new_weights = (weights.log() + log_margin).softmax(0)
    return new_weights, means[:, 0] - slope * residual, covariances[:, 0, 0] - slope * covariances[:, 0, 1]
