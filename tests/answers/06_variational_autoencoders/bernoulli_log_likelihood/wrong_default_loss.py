# diagnosed: everything is averaged, and the sign is turned around
def bernoulli_log_likelihood(x, logits):
    return F.binary_cross_entropy_with_logits(logits, x)
