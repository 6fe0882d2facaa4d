# diagnosed: of dtype
def gmm_m_step(x, responsibilities):
    x, r = x.float(), responsibilities.float()
    counts = r.sum(0)
    means = r.T @ x / counts[:, None]
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", r, centred, centred) / counts[:, None, None]
    return counts / len(x), means, covariances
