# diagnosed: Expected a torch tensor; got a float
def kl_divergence(q, p):
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum().item()
