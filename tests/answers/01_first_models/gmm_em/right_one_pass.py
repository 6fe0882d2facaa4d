# right: the density and the responsibilities from one table, second moments in the M step
def gmm_em(x, weights, means, covariances, n_iter):
    history = torch.zeros_like(x[:1, 0]).repeat(n_iter)
    for i in range(n_iter):
        table = weights.log() + torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
        history[i] = table.logsumexp(1).sum() / len(x)
        r = torch.softmax(table, dim=1)
        share = r / r.sum(0)
        weights, means = r.mean(0), share.T @ x
        covariances = torch.einsum("nk,ni,nj->kij", share, x, x) - torch.einsum("ki,kj->kij", means, means)
    return [weights, means, covariances, history]
