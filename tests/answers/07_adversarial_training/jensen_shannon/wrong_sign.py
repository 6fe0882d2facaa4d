# diagnosed: the sign is turned around
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, m) - torch.xlogy(p, p) + torch.xlogy(q, m) - torch.xlogy(q, q)).sum() / 2
