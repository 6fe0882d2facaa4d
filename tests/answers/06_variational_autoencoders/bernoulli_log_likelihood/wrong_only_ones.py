# diagnosed: the term for x = 0 is missing
def bernoulli_log_likelihood(x, logits):
    return (x * F.logsigmoid(logits)).sum(-1)
