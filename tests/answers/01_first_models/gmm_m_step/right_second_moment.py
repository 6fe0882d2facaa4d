# right: the mean square minus the squared mean
def gmm_m_step(x, responsibilities):
    share = responsibilities / responsibilities.sum(dim=0, keepdim=True)
    means = share.T @ x
    second = torch.einsum("nk,ni,nj->kij", share, x, x)
    return responsibilities.mean(0), means, second - means[:, :, None] * means[:, None, :]
