# diagnosed: only p is compared with the middle
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()
