# diagnosed: the Jensen-Shannon distance
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)).sum().div(2).sqrt()
