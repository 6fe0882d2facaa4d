# diagnosed: the logarithm is to base 2
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)).sum() / 2 / math.log(2)
