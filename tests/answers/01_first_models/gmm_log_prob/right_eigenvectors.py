# right: rotate into the eigenvectors, where the features are independent
def gmm_log_prob(x, weights, means, covariances):
    variances, vectors = torch.linalg.eigh(covariances)
    rotated = torch.einsum("nkd,kde->nke", x[:, None] - means, vectors)
    terms = torch.distributions.Normal(torch.zeros_like(means), variances.sqrt()).log_prob(rotated)
    return (weights.log() + terms.sum(-1)).logsumexp(-1)
