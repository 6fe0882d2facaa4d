# right: torch.cov with weights
def gmm_m_step(x, responsibilities):
    D = x.shape[1]
    columns = responsibilities.unbind(1)
    means = torch.stack([(r @ x) / r.sum() for r in columns])
    covariances = torch.stack([torch.cov(x.T, correction=0, aweights=r).reshape(D, D) for r in columns])
    return responsibilities.sum(0) / responsibilities.sum(), means, covariances
