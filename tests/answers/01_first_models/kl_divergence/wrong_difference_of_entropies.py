# diagnosed: this is the difference of two entropies; both logarithms are averaged under q
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(p, p)).sum(-1)
