# diagnosed: the sign is turned around
def kl_divergence(q, p):
    return (torch.xlogy(q, p) - torch.xlogy(q, q)).sum(-1)
