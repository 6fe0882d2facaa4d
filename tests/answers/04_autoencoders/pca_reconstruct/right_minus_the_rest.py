# right: what the other directions hold is taken away
def pca_reconstruct(x, k):
    centred = x - torch.mean(x, dim=0)
    U, S, Vh = torch.linalg.svd(centred)
    rest = Vh[k:]
    return x - centred @ rest.T @ rest
