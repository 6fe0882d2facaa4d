# right: the product of the truncated factors
def pca_reconstruct(x, k):
    U, S, V = torch.svd(x - x.mean(0))
    return U[:, :k] @ torch.diag(S[:k]) @ V[:, :k].T + x.mean(0)
