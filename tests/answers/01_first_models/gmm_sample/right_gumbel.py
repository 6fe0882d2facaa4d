# right: the largest of log-weights with Gumbel noise; every component draws for every point, one is kept
def gmm_sample(n, weights, means, covariances, generator=None):
    u = torch.rand(n, len(weights), generator=generator, dtype=torch.float64)
    component = (weights.log() - (-u.log()).log()).argmax(dim=1)
    eps = torch.randn(n, *means.shape, generator=generator, dtype=means.dtype)
    everyone = means + (torch.linalg.cholesky(covariances) @ eps.unsqueeze(-1)).squeeze(-1)
    return everyone[torch.arange(n), component], component
