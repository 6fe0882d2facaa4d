# diagnosed: log det of the covariance is missing
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    return (weights.log() - 0.5 * distance - 0.5 * x.shape[1] * math.log(2 * math.pi)).logsumexp(1)
