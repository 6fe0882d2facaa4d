# right: a loop over the components and one over the points
def gmm_m_step(x, responsibilities):
    N, K = responsibilities.shape
    weights, means, covariances = [], [], []
    for k in range(K):
        r = responsibilities[:, k]
        count = r.sum()
        mean = sum(r[n] * x[n] for n in range(N)) / count
        scatter = sum(r[n] * torch.outer(x[n] - mean, x[n] - mean) for n in range(N))
        weights.append(count / N)
        means.append(mean)
        covariances.append(scatter / count)
    return torch.stack(weights), torch.stack(means), torch.stack(covariances)
