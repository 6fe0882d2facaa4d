# diagnosed: x and 1 - x are exchanged
def bernoulli_log_likelihood(x, logits):
    return (x * F.logsigmoid(-logits) + (1 - x) * F.logsigmoid(logits)).sum(-1)
