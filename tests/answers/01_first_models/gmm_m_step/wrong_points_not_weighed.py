# diagnosed: the points are not weighed by responsibility
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    covariances = torch.stack([(x - mean).T @ (x - mean) / len(x) for mean in means])
    return counts / len(x), means, covariances
