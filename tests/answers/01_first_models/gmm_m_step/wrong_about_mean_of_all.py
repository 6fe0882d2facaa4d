# diagnosed: the mean of all points is subtracted; subtract each component's own
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    centred = x - x.mean(0)
    covariances = torch.einsum("nk,ni,nj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return counts / len(x), responsibilities.T @ x / counts[:, None], covariances
