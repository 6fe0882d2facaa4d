# right: image by image, with reduction="sum"
def bernoulli_log_likelihood(x, logits):
    rows = [F.binary_cross_entropy_with_logits(a, b, reduction="sum") for a, b in zip(logits, x)]
    return -torch.stack(rows)
