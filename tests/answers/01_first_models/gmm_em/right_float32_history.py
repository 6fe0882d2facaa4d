# right: the history is float32 whatever the input, which the checks let pass
def gmm_em(x, weights, means, covariances, n_iter):
    history = torch.zeros(n_iter)
    for i in range(n_iter):
        history[i] = gmm_log_prob(x, weights, means, covariances).mean()
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
    return weights, means, covariances, history
