# diagnosed: everything is summed; each image has a value of its own
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
