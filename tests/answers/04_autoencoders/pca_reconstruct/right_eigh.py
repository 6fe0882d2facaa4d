# right: eigenvectors of the covariance
def pca_reconstruct(x, k):
    mean = x.mean(0, keepdim=True)
    centred = x - mean
    vectors = torch.linalg.eigh(centred.T @ centred / len(x)).eigenvectors
    best = vectors[:, -k:]
    return centred @ best @ best.mT + mean
