# diagnosed: points that are not centred are projected, and the mean is added on top
def pca_reconstruct(x, k):
    U, S, Vt = torch.linalg.svd(x - x.mean(0), full_matrices=False)
    return x @ Vt[:k].T @ Vt[:k] + x.mean(0)
