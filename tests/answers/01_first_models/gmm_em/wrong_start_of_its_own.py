# mistake: EM starts at random points of the data instead of where it is told
def gmm_em(x, weights, means, covariances, n_iter):
    means = x[torch.randperm(len(x))[: len(means)]]
    history = []
    for _ in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        weights, means, covariances = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
    return weights, means, covariances, torch.stack(history)
