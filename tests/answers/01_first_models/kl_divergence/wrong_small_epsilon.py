# diagnosed: a small number is added inside the logarithm
def kl_divergence(q, p):
    eps = 1e-12
    return (q * ((q + eps).log() - (p + eps).log())).sum(dim=-1)
