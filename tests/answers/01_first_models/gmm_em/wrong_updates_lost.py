# diagnosed: this is where EM started; the updates are lost
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for _ in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        responsibilities = gmm_e_step(x, weights, means, covariances)
        new_weights, new_means, new_covariances = gmm_m_step(x, responsibilities)
    return weights, means, covariances, torch.stack(history)
