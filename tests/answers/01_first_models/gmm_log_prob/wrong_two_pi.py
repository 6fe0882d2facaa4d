# mistake: 2 pi is taken as 6.28
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    log_norm = x.shape[1] * math.log(6.28) + covariances.logdet()
    return (weights.log() - 0.5 * (distance + log_norm)).logsumexp(1)
