# diagnosed: the logarithm is cut off at -100, as binary_cross_entropy does
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="none").sum(-1)
