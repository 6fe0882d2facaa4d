# diagnosed: all components get the same weight
def gmm_m_step(x, responsibilities):
    K = responsibilities.shape[1]
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return torch.full_like(counts, 1 / K), means, covariances
