# diagnosed: a small number is added inside the logarithm
def kl_divergence(q, p):
    return (q * torch.log((q + 1e-8) / (p + 1e-8))).sum(-1)
