# diagnosed: a function without a return gives
def pca_reconstruct(x, k):
    mean = x.mean(0)
    U, S, Vt = torch.linalg.svd(x - mean, full_matrices=False)
    mean + (x - mean) @ Vt[:k].T @ Vt[:k]
