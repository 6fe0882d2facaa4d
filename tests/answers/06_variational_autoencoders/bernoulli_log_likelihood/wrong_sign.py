# diagnosed: the sign is turned around: this is the cross-entropy, a loss
def bernoulli_log_likelihood(x, logits):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
