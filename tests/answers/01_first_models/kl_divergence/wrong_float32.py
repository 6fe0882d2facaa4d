# diagnosed: of dtype
def kl_divergence(q, p):
    q, p = q.float(), p.float()
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(-1)
