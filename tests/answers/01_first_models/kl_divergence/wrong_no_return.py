# diagnosed: a function without a return
def kl_divergence(q, p):
    result = (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(-1)
