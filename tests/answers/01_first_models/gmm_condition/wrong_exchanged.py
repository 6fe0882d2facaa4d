# diagnosed: x0 and x1 are exchanged: x1 is the one that is known
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0, 1] / covariances[:, 0, 0]
    residual = value - means[:, 0]
    log_margin = -0.5 * (covariances[:, 0, 0].log() + residual**2 / covariances[:, 0, 0])
    new_weights = (weights.log() + log_margin).softmax(0)
    return new_weights, means[:, 1] + slope * residual, covariances[:, 1, 1] - slope * covariances[:, 0, 1]
