# diagnosed: q and p are exchanged: the average must run over q
def kl_divergence(q, p):
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(-1)
