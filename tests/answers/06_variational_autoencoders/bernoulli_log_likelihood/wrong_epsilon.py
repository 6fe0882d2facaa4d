# diagnosed: a small number is added inside the logarithm
def bernoulli_log_likelihood(x, logits):
    p = torch.sigmoid(logits)
    return (x * (p + 1e-8).log() + (1 - x) * (1 - p + 1e-8).log()).sum(-1)
