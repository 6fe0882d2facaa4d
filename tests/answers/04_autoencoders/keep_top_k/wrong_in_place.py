# diagnosed: Your function changes z in place
def keep_top_k(z, k):
    with torch.no_grad():
        z.scatter_(1, (-z).topk(z.shape[1] - k).indices, 0.0)
    return z * 1
