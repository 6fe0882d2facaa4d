# diagnosed: the logarithm is to base 2; nats are natural logarithms
def kl_divergence(q, p):
    return torch.where(q > 0, q * (q / p).log2(), torch.zeros_like(q)).sum(-1)
