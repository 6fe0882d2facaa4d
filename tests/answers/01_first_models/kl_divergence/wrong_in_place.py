# diagnosed: changes q in place
def kl_divergence(q, p):
    total = torch.xlogy(q, p).sum(-1)
    return q.xlogy_(q).sum(-1) - total
