# diagnosed: raised RuntimeError
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(1)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return counts / len(x), means, covariances
