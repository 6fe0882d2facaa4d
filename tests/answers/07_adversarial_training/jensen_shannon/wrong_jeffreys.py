# diagnosed: compare each with the middle
def jensen_shannon(p, q):
    return 0.5 * (torch.xlogy(p, p) - torch.xlogy(p, q) + torch.xlogy(q, q) - torch.xlogy(q, p)).sum()
