# diagnosed: the terms are averaged; they add up
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).mean(-1)
