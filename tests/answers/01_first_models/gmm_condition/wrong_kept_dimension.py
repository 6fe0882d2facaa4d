# diagnosed: got (1, 1)
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0:1, 1] / covariances[:, 1:2, 1]
    residual = value - means[:, 1:2]
    log_margin = -0.5 * (covariances[:, 1:2, 1].log() + residual**2 / covariances[:, 1:2, 1])
    new_weights = (weights.log()[:, None] + log_margin).softmax(0)
    return new_weights, means[:, 0:1] + slope * residual, covariances[:, 0:1, 0] - slope * covariances[:, 0:1, 1]
