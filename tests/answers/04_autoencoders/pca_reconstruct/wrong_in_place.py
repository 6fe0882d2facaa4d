# diagnosed: Your function changes x in place
def pca_reconstruct(x, k):
    mean = x.mean(0)
    x -= mean
    U, S, Vt = torch.linalg.svd(x, full_matrices=False)
    return mean + x @ Vt[:k].T @ Vt[:k]
