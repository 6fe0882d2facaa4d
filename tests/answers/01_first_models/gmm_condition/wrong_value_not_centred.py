# diagnosed: the mean of x1 is not subtracted from the value
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0, 1] / covariances[:, 1, 1]
    log_margin = -0.5 * (covariances[:, 1, 1].log() + (value - means[:, 1]) ** 2 / covariances[:, 1, 1])
    new_weights = (weights.log() + log_margin).softmax(0)
    return new_weights, means[:, 0] + slope * value, covariances[:, 0, 0] - slope * covariances[:, 0, 1]
