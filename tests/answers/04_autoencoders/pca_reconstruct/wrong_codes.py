# diagnosed: these are the codes; map them back to the space of x
def pca_reconstruct(x, k):
    centred = x - x.mean(0)
    U, S, Vt = torch.linalg.svd(centred, full_matrices=False)
    return centred @ Vt[:k].T
