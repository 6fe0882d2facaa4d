# diagnosed: this is where EM started
def gmm_em(x, weights, means, covariances, n_iter):
    history = [gmm_log_prob(x, weights, means, covariances).mean()]
    for _ in range(1, n_iter):
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
    return weights, means, covariances, torch.stack(history)
