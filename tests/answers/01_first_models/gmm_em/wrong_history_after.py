# diagnosed: the log-likelihood is written down after the update; write it down before
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for _ in range(n_iter):
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
    return weights, means, covariances, torch.stack(history)
