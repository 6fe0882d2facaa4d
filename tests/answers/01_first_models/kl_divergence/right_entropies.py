# right: cross-entropy minus entropy
def entropy(q):
    return torch.special.entr(q).sum(-1)


def cross_entropy(q, p):
    return -torch.xlogy(q, p).sum(-1)


def kl_divergence(q, p):
    return cross_entropy(q, p) - entropy(q)
