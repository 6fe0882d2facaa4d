# diagnosed: the deviations are taken from the means before the update
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for _ in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        r = gmm_e_step(x, weights, means, covariances)
        counts = r.sum(0)
        centred = x[:, None] - means
        covariances = torch.einsum("nk,nki,nkj->kij", r, centred, centred) / counts[:, None, None]
        weights, means = counts / len(x), r.T @ x / counts[:, None]
    return weights, means, covariances, torch.stack(history)
