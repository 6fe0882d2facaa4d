# right: trace, norm and determinant of the multivariate formula
def gaussian_kl(mu, logvar):
    Z = mu.shape[1]
    covariance = torch.diag_embed(logvar.exp())
    trace = covariance.diagonal(dim1=1, dim2=2).sum(1)
    return 0.5 * (trace + torch.einsum("nk,nk->n", mu, mu) - Z - logvar.sum(1))
