# diagnosed: Expected 4 values (weights, means, covariances, history); got 3 values
def gmm_em(x, weights, means, covariances, n_iter):
    for _ in range(n_iter):
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
    return weights, means, covariances
