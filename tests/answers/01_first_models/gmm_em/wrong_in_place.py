# diagnosed: changes means in place
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for _ in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        new_weights, new_means, new_covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
        means.copy_(new_means)
        weights, covariances = new_weights, new_covariances
    return weights, means, covariances, torch.stack(history)
