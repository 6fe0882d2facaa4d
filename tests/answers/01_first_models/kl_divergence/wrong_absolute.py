# mistake: the terms' absolute values are summed
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).abs().sum(-1)
