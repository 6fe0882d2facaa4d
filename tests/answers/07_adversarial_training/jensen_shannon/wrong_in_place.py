# diagnosed: changes p in place
def jensen_shannon(p, q):
    p += 1e-12
    m = (p + q) / 2
    return (p * (p / m).log() + torch.xlogy(q, q) - torch.xlogy(q, m)).sum() / 2
