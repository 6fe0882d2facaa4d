# diagnosed: log det of the covariance is not halved
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    log_norm = 0.5 * x.shape[1] * math.log(2 * math.pi) + covariances.logdet()
    return (weights.log() - 0.5 * distance - log_norm).logsumexp(1)
