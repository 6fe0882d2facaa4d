# diagnosed: the columns are scaled to variance 1 first; the squared error of x itself counts
def pca_reconstruct(x, k):
    mean, std = x.mean(0), x.std(0) + 1e-12
    standard = (x - mean) / std
    U, S, Vt = torch.linalg.svd(standard, full_matrices=False)
    return mean + standard @ Vt[:k].T @ Vt[:k] * std
