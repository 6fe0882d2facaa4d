# diagnosed: q is not compared with the middle
def jensen_shannon(p, q):
    m = (p + q) / 2
    return 0.5 * (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()
