# right: the log of a weighted product, in which anything to the power 0 is 1
def kl_divergence(q, p):
    return ((q / p) ** q).prod(dim=-1).log()
