# diagnosed: got (
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for i in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        if i > 0 and history[-1] - history[-2] < 1e-3:
            break
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
    return weights, means, covariances, torch.stack(history)
