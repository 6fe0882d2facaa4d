# diagnosed: the D log 2 pi is missing
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    return (weights.log() - 0.5 * (distance + covariances.logdet())).logsumexp(1)
