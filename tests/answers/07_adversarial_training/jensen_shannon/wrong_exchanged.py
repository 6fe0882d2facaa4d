# diagnosed: the arguments of the KL are exchanged
def jensen_shannon(p, q):
    m = (p + q) / 2
    return 0.5 * (2 * torch.xlogy(m, m) - torch.xlogy(m, p) - torch.xlogy(m, q)).sum()
