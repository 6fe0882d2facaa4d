# diagnosed: everything is summed; each row is a pair of its own
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum()
