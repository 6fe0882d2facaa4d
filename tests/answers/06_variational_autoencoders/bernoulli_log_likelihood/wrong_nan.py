# diagnosed: the probability is rounded to 1, and log(1 - p) is lost
def bernoulli_log_likelihood(x, logits):
    p = torch.sigmoid(logits)
    return (x * p.log() + (1 - x) * (1 - p).log()).sum(-1)
