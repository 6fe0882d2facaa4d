# diagnosed: the logarithm is cut off at -100
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits.clamp(-100, 100), x, reduction="none").sum(-1)
