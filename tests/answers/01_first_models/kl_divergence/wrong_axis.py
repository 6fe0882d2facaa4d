# diagnosed: the sum runs over the first axis
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(0)
