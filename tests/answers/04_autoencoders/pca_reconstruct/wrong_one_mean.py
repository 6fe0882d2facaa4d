# diagnosed: one mean of all entries is subtracted; every column has its own
def pca_reconstruct(x, k):
    mean = x.mean()
    U, S, Vt = torch.linalg.svd(x - mean, full_matrices=False)
    return mean + (x - mean) @ Vt[:k].T @ Vt[:k]
