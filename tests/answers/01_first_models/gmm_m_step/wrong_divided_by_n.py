# diagnosed: the sums are divided by N; divide each by its own count
def gmm_m_step(x, responsibilities):
    N = len(x)
    means = responsibilities.T @ x / N
    centred = x[:, None] - means
    covariances = torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred) / N
    return responsibilities.sum(0) / N, means, covariances
