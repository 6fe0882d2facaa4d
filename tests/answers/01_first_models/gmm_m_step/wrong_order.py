# mistake: the means are returned first
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return means, covariances, counts / len(x)
