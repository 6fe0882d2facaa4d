# diagnosed: the columns of the third matrix are taken; the directions are its rows
def pca_reconstruct(x, k):
    mean = x.mean(0)
    V = torch.linalg.svd(x - mean).Vh[:, :k]
    return mean + (x - mean) @ V @ V.T
