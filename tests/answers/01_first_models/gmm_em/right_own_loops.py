# right: all by itself, component by component, history in a tensor made beforehand
def gmm_em(x, weights, means, covariances, n_iter):
    N, D = x.shape
    K = weights.shape[0]
    history = torch.empty(n_iter, dtype=x.dtype)
    for i in range(n_iter):
        log_joint = torch.empty(N, K, dtype=x.dtype)
        for k in range(K):
            L = torch.linalg.cholesky(covariances[k])
            y = torch.linalg.solve_triangular(L, (x - means[k]).T, upper=False)
            log_joint[:, k] = (
                weights[k].log() - 0.5 * D * math.log(2 * math.pi) - L.diagonal().log().sum() - 0.5 * y.square().sum(0)
            )
        log_prob = torch.logsumexp(log_joint, dim=1)
        history[i] = log_prob.mean()
        r = (log_joint - log_prob[:, None]).exp()
        counts = r.sum(0)
        weights = counts / N
        means = (r.T @ x) / counts[:, None]
        new = []
        for k in range(K):
            d = x - means[k]
            new.append((r[:, k, None] * d).T @ d / counts[k])
        covariances = torch.stack(new)
    return weights, means, covariances, history
