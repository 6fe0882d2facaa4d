# right: the entropy function of torch.special
def jensen_shannon(p, q):
    return torch.special.entr(p.add(q).div(2)).sum() - 0.5 * (torch.special.entr(p) + torch.special.entr(q)).sum()
