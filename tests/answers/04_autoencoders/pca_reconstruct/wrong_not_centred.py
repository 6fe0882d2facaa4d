# diagnosed: the mean is not subtracted first
def pca_reconstruct(x, k):
    U, S, Vt = torch.linalg.svd(x, full_matrices=False)
    return U[:, :k] * S[:k] @ Vt[:k]
