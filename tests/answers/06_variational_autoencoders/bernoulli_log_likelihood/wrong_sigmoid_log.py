# diagnosed: the probability is rounded to 1, and log(1 - p) is lost
def bernoulli_log_likelihood(x, logits):
    p = torch.sigmoid(logits)
    return (torch.xlogy(x, p) + torch.xlogy(1 - x, 1 - p)).sum(-1)
