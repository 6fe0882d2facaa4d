# diagnosed: got torch.float32
def pca_reconstruct(x, k):
    mean = x.float().mean(0)
    U, S, Vt = torch.linalg.svd(x.float() - mean, full_matrices=False)
    return mean + (x.float() - mean) @ Vt[:k].T @ Vt[:k]
