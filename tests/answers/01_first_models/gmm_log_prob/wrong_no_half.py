# diagnosed: the factor 1/2 of the squared distance is missing
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None] - means
    distance = torch.einsum("nki,kij,nkj->nk", centred, covariances.inverse(), centred)
    log_norm = 0.5 * (x.shape[1] * math.log(2 * math.pi) + covariances.logdet())
    return (weights.log() - distance - log_norm).logsumexp(1)
