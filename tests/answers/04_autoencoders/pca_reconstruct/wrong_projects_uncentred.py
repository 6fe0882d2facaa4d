# diagnosed: the mean is subtracted only to find the directions
def pca_reconstruct(x, k):
    U, S, Vt = torch.linalg.svd(x - x.mean(0), full_matrices=False)
    return x @ Vt[:k].T @ Vt[:k]
