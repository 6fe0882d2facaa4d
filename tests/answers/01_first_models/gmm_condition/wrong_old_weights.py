# diagnosed: these are the old weights; what we saw changes them
def gmm_condition(value, weights, means, covariances):
    slope = covariances[:, 0, 1] / covariances[:, 1, 1]
    new_means = means[:, 0] + slope * (value - means[:, 1])
    return weights, new_means, covariances[:, 0, 0] - slope * covariances[:, 0, 1]
