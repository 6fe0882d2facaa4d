# diagnosed: this is one value for each pixel; sum over them
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none")
