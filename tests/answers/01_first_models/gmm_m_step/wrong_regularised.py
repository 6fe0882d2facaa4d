# diagnosed: a small number is added to the diagonal; the maximum-likelihood covariance has none
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return counts / len(x), means, covariances + 1e-6 * torch.eye(x.shape[1], dtype=x.dtype)
