# right: the entropy of the middle minus the mean entropy
def jensen_shannon(p, q):
    def entropy(r):
        return -torch.xlogy(r, r).sum()

    return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2
