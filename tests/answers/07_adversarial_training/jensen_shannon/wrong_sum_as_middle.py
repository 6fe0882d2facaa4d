# diagnosed: m is the sum of p and q
def jensen_shannon(p, q):
    m = p + q
    return (torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)).sum() / 2
