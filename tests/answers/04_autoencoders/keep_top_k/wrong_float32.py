# diagnosed: got torch.float32
def keep_top_k(z, k):
    mask = torch.zeros(z.shape).scatter(1, z.topk(k, dim=1).indices, 1.0)
    return z.float() * mask
