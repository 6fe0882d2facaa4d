# right: the rank of each value by counting what is higher
def keep_top_k(z, k):
    higher = (z[:, None, :] > z[:, :, None]).sum(2)
    return z * (higher < k)
