# right: inverse, log-determinant and one einsum
def gmm_log_prob(x, weights, means, covariances):
    centred = x[:, None, :] - means[None, :, :]
    precisions = torch.linalg.inv(covariances)
    distance = torch.einsum("nki,kij,nkj->nk", centred, precisions, centred)
    log_norm = torch.logdet(2 * torch.pi * covariances)
    return torch.logsumexp(weights.log() - 0.5 * (distance + log_norm), -1)
