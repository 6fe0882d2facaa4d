# right: a product with the diagonal matrix of standard deviations, row by row
def reparameterize(mu, logvar, eps):
    factor = torch.diag_embed(logvar.exp().sqrt())
    return mu + torch.einsum("nij,...nj->...ni", factor, eps)
