# right: the component by its cumulated weights, the noise through the symmetric root
def gmm_sample(n, weights, means, covariances, generator=None):
    u = torch.rand(n, generator=generator, dtype=weights.dtype)
    component = torch.searchsorted(weights.cumsum(0), u).clamp(max=len(weights) - 1)
    values, vectors = torch.linalg.eigh(covariances)
    roots = vectors @ torch.diag_embed(values.sqrt()) @ vectors.mT
    eps = torch.randn(n, means.shape[-1], generator=generator, dtype=means.dtype)
    return means[component] + torch.einsum("nij,nj->ni", roots[component], eps), component
