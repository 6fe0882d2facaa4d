# diagnosed: No gradient flows back to logits
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits.detach(), x, reduction="none").sum(-1)
