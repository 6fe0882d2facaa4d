# right: one round, and the function itself for the rest
def gmm_em(x, weights, means, covariances, n_iter):
    if n_iter == 0:
        return weights, means, covariances, torch.empty(0, dtype=x.dtype)
    now = gmm_log_prob(x, weights, means, covariances).mean()
    updated = gmm_m_step(x, gmm_e_step(x, weights, means, covariances))
    *parameters, later = gmm_em(x, *updated, n_iter - 1)
    return *parameters, torch.cat([now.reshape(1), later])
