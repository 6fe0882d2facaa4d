# diagnosed: one component too many is kept
def pca_reconstruct(x, k):
    centred = x - x.mean(0)
    U, S, Vt = torch.linalg.svd(centred, full_matrices=False)
    return x.mean(0) + centred @ Vt[: k + 1].T @ Vt[: k + 1]
