# diagnosed: got (1,)
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(-1, keepdim=True)
