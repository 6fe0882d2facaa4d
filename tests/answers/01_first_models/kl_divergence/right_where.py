# right: a ratio of 1 wherever q is 0
def kl_divergence(q, p):
    ratio = torch.where(q > 0, q / p, torch.ones_like(q))
    return torch.einsum("...k,...k->...", q, ratio.log())
